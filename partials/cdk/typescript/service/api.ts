{% call(indent) part(function.local, 'ApiFunction', function.pascal) %}
{% include layers.infra ~ '/function.ts' %}
{{ indent }}api,
{{ indent }}route: '{{ function.route.method }} {{ function.route.path }}',
{% if auth_facts.route_scopes %}
{{ indent }}allowedBy: '{{ function.route.scope }}',
{% endif %}
{% endcall %}
