{% call(indent) part(function.local, 'QueueWorker', function.pascal) %}
{% include layers.infra ~ '/function.ts' %}
{{ indent }}marks: idempotencyTable,
{{ indent }}queue: {{ function.queue.local }},
{% endcall %}
