{{ indent }}package: '{{ function.name }}',
{{ indent }}handler: '{{ function.handler }}',
{% set description %}'{{ function.description }}'{% endset %}
{{ property(indent, 'description', description) }}
{% if function.memory != functions[0].memory %}
{{ indent }}memory: {{ function.memory }},
{% endif %}
{% if function.provisioned %}
{{ indent }}provisionedConcurrency: settings.{{ function.provisioned.setting }},
{% endif %}
{% if function.timeout != functions[0].timeout %}
{{ indent }}timeout: {{ function.timeout }},
{% endif %}
{% if with_vpc and function.kind == 'authorizer' %}
{{ indent }}inVpc: false, // keys of an issuer are on the internet
{% endif %}
