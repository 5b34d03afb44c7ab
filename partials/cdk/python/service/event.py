        self.{{ function.local }} = EventJob(
            stack,
{% include layers.infra ~ '/function.py' %}
            marks=self.idempotency_table,
            source="{{ function.source }}",
            detail_type={{ function.detail_type | to_json(ensure_ascii=false) }},
        )
