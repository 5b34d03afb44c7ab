        self.{{ function.local }} = ApiFunction(
            stack,
{% include layers.infra ~ '/function.py' %}
            api=self.api,
            route="{{ function.route.method }} {{ function.route.path }}",
{% if auth_facts.route_scopes %}
            allowed_by="{{ function.route.scope }}",
{% endif %}
        )
