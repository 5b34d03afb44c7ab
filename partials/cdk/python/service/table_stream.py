        self.{{ function.local }} = TableStreamWorker(
            stack,
{% include layers.infra ~ '/function.py' %}
            marks=self.idempotency_table,
            table=self.{{ function.entity.table_local }},
        )
