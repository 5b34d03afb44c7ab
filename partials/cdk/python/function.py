            "{{ function.pascal }}",
            package="{{ function.name }}",
            handler="{{ function.handler }}",
            description={{ function.description | to_json(ensure_ascii=false) }},
{% if function.memory != functions[0].memory %}
            memory={{ function.memory }},
{% endif %}
{% if function.provisioned %}
            provisioned_concurrency=settings.{{ function.provisioned.field }},
{% endif %}
{% if function.timeout != functions[0].timeout %}
            timeout={{ function.timeout }},
{% endif %}
{% if with_vpc and function.kind == 'authorizer' %}
            in_vpc=False,  # keys of an issuer are on the internet
{% endif %}
