{% call(indent) part(function.local, 'KinesisStreamWorker', function.pascal) %}
{% include layers.infra ~ '/function.ts' %}
{{ indent }}marks: idempotencyTable,
{{ indent }}stream: {{ function.stream.local }},
{% endcall %}
