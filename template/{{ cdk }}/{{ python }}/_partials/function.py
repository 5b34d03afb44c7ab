            "{{ function.pascal }}",
            package="{{ function.name }}",
            handler="{{ function.handler }}",
            description={{ function.description | to_json(ensure_ascii=false) }},
{% if function.timeout != functions[0].timeout %}
            timeout={{ function.timeout }},
{% endif %}
