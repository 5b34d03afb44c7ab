        self.{{ function.local }} = QueueWorker(
            stack,
{% include layers.infra ~ '/function.py' %}
            marks=self.idempotency_table,
            queue=self.{{ function.queue.local }},
        )
