{% call(indent) part(function.local, 'TableStreamWorker', function.pascal) %}
{% include layers.infra ~ '/function.ts' %}
{{ indent }}marks: idempotencyTable,
{{ indent }}table: {{ function.entity.table_local }},
{% endcall %}
