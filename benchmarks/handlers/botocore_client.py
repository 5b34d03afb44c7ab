"""As client.py, without boto3: its client is botocore's."""

import botocore.session

client = botocore.session.get_session().create_client("dynamodb")


def handler(event, context):
    answer = client.get_item(TableName="items", Key={"id": {"S": event["pathParameters"]["id"]}})
    return {"statusCode": 200, "body": answer["Item"]["name"]["S"]}
