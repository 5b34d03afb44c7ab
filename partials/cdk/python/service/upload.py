        self.{{ function.local }} = UploadJob(
            stack,
{% include layers.infra ~ '/function.py' %}
            marks=self.idempotency_table,
            bucket=self.{{ function.bucket.local }},
        )
