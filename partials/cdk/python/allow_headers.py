{% if auth_facts.headers | length <= 4 %}
                allow_headers={{ auth_facts.headers | to_json }},
{% else %}
                allow_headers=[
{% for header in auth_facts.headers %}
                    "{{ header }}",
{% endfor %}
                ],
{% endif %}
