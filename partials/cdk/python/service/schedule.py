        self.{{ function.local }} = ScheduledJob(
            stack,
{% include layers.infra ~ '/function.py' %}
            marks=self.idempotency_table,
            expression="{{ function.expression }}",
        )
