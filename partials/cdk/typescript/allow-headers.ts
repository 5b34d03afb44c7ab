{% if auth_facts.headers | length <= 4 %}
        allowHeaders: ['{{ auth_facts.headers | join("', '") }}'],
{% else %}
        allowHeaders: [
{% for header in auth_facts.headers %}
          '{{ header }}',
{% endfor %}
        ],
{% endif %}
