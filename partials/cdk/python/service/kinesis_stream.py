        self.{{ function.local }} = KinesisStreamWorker(
            stack,
{% include layers.infra ~ '/function.py' %}
            marks=self.idempotency_table,
            stream=self.{{ function.stream.local }},
        )
