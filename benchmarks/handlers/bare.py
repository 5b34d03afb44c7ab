"""Nothing at all: what Python and the runtime client cost."""


def handler(event, context):
    return {"statusCode": 200}
