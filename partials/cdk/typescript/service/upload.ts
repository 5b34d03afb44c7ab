{% call(indent) part(function.local, 'UploadJob', function.pascal) %}
{% include layers.infra ~ '/function.ts' %}
{{ indent }}marks: idempotencyTable,
{{ indent }}bucket: {{ function.bucket.local }},
{% endcall %}
