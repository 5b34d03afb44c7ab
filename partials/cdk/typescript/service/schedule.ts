{% call(indent) part(function.local, 'ScheduledJob', function.pascal) %}
{% include layers.infra ~ '/function.ts' %}
{{ indent }}marks: idempotencyTable,
{{ indent }}expression: '{{ function.expression }}',
{% endcall %}
