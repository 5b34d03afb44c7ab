{% call(indent) part(function.local, 'EventJob', function.pascal) %}
{% include layers.infra ~ '/function.ts' %}
{{ indent }}marks: idempotencyTable,
{{ indent }}source: '{{ function.source }}',
{% set detail_type %}'{{ function.detail_type }}'{% endset %}
{{ property(indent, 'detailType', detail_type) }}
{% endcall %}
