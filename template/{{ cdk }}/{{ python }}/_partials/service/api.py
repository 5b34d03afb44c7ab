        self.{{ function.local }} = ApiFunction(
            stack,
{% include layers.infra ~ '/function.py' %}
            api=self.api,
            route="{{ function.route.method }} {{ function.route.path }}",
        )
