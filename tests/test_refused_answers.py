"""Answers that are refused, with one line that says which value, why, and what would be right."""

import re
from pathlib import Path
from typing import Any

import pytest
from harness.answers import JWT
from harness.cli import copier_cli, data, last_line
from harness.engine import REFUSALS
from harness.render import Renderer

KEBAB = "is not kebab-case: use lower-case letters, digits and single hyphens, a letter first, like order-lines"
PAIR = "is not one name, or two with a colon between: write singular:plural, like person:people"
TAG = "can't be a tag on AWS resources: use letters, digits, spaces and . : / = + - @ _, at most 200, no space at"
REGION = "is not the name of an AWS region: write one like eu-central-1"
PERIODS = (
    "is not a period that CloudWatch keeps logs for: choose one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400,"
)
PACKAGE = (
    "is not a package name: use lower-case letters, digits and underscores, a letter first, at most 50 characters, like"
)
TAKEN = "is taken by the language or an installed package: choose another name, like"
ADDRESS = "is not an e-mail address: write one like alarms@example.com, or nothing"
ISSUER = 'is not the URL of an issuer: write it as the tokens have it in "iss", with https:// and without a query, at'
AUDIENCE = "is not an audience: use letters, digits and . _ ~ : / @ + -, at most 80, like https://orders.example.com"
SAME = "would give the same names, like the table's: keep one"
CONTROL = "the description has a line break or a control character: write it on one line"

# question -> value -> what is said of it
REFUSED: dict[str, dict[str, str]] = {
    "service_name": {
        **{name: f"'{name}' {KEBAB}" for name in ("", "My-Service", "my_service", "my--service", "-my", "my-", "1st")},
        **{name: f"'{name}' {KEBAB}" for name in ("größe", "my service", "../up", "a.b")},
        "two\nlines": f"'two lines' {KEBAB}",
        "a" * 41: f"'{'a' * 41}' has 41 characters: 40 are the most",
    },
    "description": {
        "  ": "the description is empty: write one sentence on what the service does",
        **dict.fromkeys(
            ("two\nlines", "a\ttab", "a bell\x07", "a next line\x85", "a separator\u2028", "\x9b"), CONTROL
        ),
        "x" * 201: "the description has 201 characters: 200 are the most",
    },
    "runtime": {
        name: f"'{name}' is not in ['python3.14', 'python3.13', 'python3.12', 'nodejs24.x', 'nodejs22.x']"
        for name in ("", "python3.11", "python", "nodejs20.x")
    },
    "iac": {"terraform": "'terraform' is not in ['sam', 'cdk']"},
    "api": {name: f"'{name}' is not in ['http', 'rest', 'none']" for name in ("", "graphql", "HTTP")},
    "resources": {
        " ": "there is no resource: name at least one, like items, orders",
        "items,,orders": "'items,,orders' has an empty element: separate names by one comma, like items, orders",
        "items,": "'items,' has an empty element: separate names by one comma, like items, orders",
        **{
            f"orders, {name}": f"'{name}' {KEBAB}"
            for name in ("Items", "order_lines", "a b", "1st", "naïve", "a/b", "../a")
        },
        **{f"orders, {name}": f"'{name}' {PAIR}" for name in ("items:", ":items", ":", "person:people:all")},
        "x" * 31: f"'{'x' * 31}' has 31 characters: 30 are the most",
        f"thing:{'x' * 31}": f"'{'x' * 31}' has 31 characters: 30 are the most",
        "items, orders, items": f"'items' and 'items' {SAME}",
        "order-lines, orderlines": f"'orderlines' and 'order-lines' {SAME}",
        "item:things, items": "'items' and 'things' would both have a function get-item: give one of them another"
        " singular, like thing:items",
    },
    "queues": {
        "emails,": "'emails,' has an empty element: write one comma between two names, like emails, invoices.fifo",
        **{f"audit, {name}": f"'{name}' {KEBAB}" for name in ("Emails", "e_mails", "a b", "1st", "e.mails", "../a")},
        ".fifo": f"'.fifo' {KEBAB}",
        "q" * 31: f"'{'q' * 31}' has 31 characters: 30 are the most",
        "emails, audit, emails": "'emails' is there twice: name each one once",
        "emails, emails.fifo": "'emails' is there twice: name each one once",
        "e-mails, emails": "'emails' and 'e-mails' would give the same names: keep one",
    },
    "streams": {
        "items,,": "'items,,' has an empty element: write one comma between two names, like items, kinesis:clicks",
        "kinesis:": f"'kinesis:' {KEBAB}",
        "kinesis:Clicks": f"'Clicks' {KEBAB}",
        "kinesis:clicks, kinesis:clicks": "'clicks' is there twice: name each one once",
        "items, items": "'items' is there twice: name each one once",
    },
    "topics": {
        **{
            name: f"'{name}' is not two names with one '>' between: write it like order-placed>emails+audit"
            for name in ("order-placed", "order-placed>", ">emails", "a>b>c")
        },
        "Order>emails": f"'Order' {KEBAB}",
        "order-placed>e_mails": f"'e_mails' {KEBAB}",
        "order-placed>emails+emails": "'emails' is there twice: name each one once",
        "order-placed>emails.fifo+audit": "the topic 'order-placed' feeds FIFO and standard queues: make all of them"
        " FIFO, like emails.fifo+audit.fifo, or none",
        "a>emails, a>audit": "'a' is there twice: name each one once",
    },
    "events": {
        "order-shipped": "'order-shipped' is not two names with one '=' between: write it like"
        " order-shipped=shop.orders/OrderShipped",
        **{
            f"order-shipped={name}": f"'{name}' is not source/detail-type: write it like shop.orders/OrderShipped"
            for name in (
                "shop.orders",
                "/OrderShipped",
                "shop.orders/",
                "shop orders/Shipped",
                "a/b\nc".replace("\n", "'"),
            )
        },
        "Order=a/b": f"'Order' {KEBAB}",
    },
    "schedules": {
        "nightly": "'nightly' is not two names with one '=' between: write it like nightly-cleanup=cron(0 3 * * ? *)",
        **{
            f"a={name}": f"'{name}' is not a rate: write a number and its unit, like rate(1 hour) or rate(5 minutes)"
            for name in ("rate(1 minutes)", "rate(5 minute)", "rate(0 minutes)", "rate(5)", "rate(5 weeks)")
        },
        **{
            f"a={name}": f"'{name}' is neither a rate, like rate(5 minutes), nor a cron expression with its six fields"
            for name in ("daily", "cron(0 3 * * *)", "at(2026-01-01T00:00:00)", "cron(0 3 * * ? *", "CRON(0 3 * * ? *)")
        },
        "a=cron(0 25 * * ? *)": "'cron(0 25 * * ? *)' has '25' as its hours: write numbers from 0 to 23",
        "a=cron(0 3 * 13 ? *)": "'cron(0 3 * 13 ? *)' has '13' as its month: write numbers from 1 to 12",
        "a=cron(x 3 * * ? *)": "'cron(x 3 * * ? *)' has 'x' as its minutes: write numbers from 0 to 59",
        **{
            f"a={name}": f"'{name}' needs '?' as either its day of the month or its weekday, like cron(0 3 * * ? *)"
            for name in ("cron(0 3 * * * *)", "cron(0 3 ? * ? *)")
        },
        "Nightly=rate(1 day)": f"'Nightly' {KEBAB}",
    },
    "uploads": {
        "documents,": "'documents,' has an empty element: write one comma between two names, like documents, invoices",
        "Documents": f"'Documents' {KEBAB}",
        "documents, documents": "'documents' is there twice: name each one once",
    },
    "links": {
        **{
            name: f"'{name}' is not two names with one '>' between: write it like create-item>emails"
            for name in ("create-item", "create-item>", ">items", "a>b>c")
        },
        "create-item>emails,": "'create-item>emails,' has an empty element: write one comma between two names, like",
        "a>b, a>b": "'a>b' is there twice: name each link once",
    },
    "auth": {name: f"'{name}' is not in ['none', 'iam', 'jwt', 'cognito']" for name in ("", "basic", "JWT")},
    "jwt_issuer": {
        **{
            name: f"'{name}' {ISSUER}"
            for name in (
                "login.example.com",
                "http://login.example.com",
                "https://",
                "https://login.example.com/?tenant=a",
                "https://login.example.com//",
                "https://login.example.com/a b",
                "https://user@login.example.com",
                'https://login.example.com/"',
            )
        },
        "https://login.example.com/\n": f"'https://login.example.com/ ' {ISSUER}",
        f"https://{'a' * 200}.example.com": f"'https://{'a' * 51}…' {ISSUER}",
    },
    "jwt_audience": {
        **{name: f"'{name}' {AUDIENCE}" for name in (" ", "a b", 'say "a"', "a,b", "a=b", "größe", "/a")},
        "a" * 81: f"'{'a' * 59}…' {AUDIENCE}",
    },
    "dependency_updates": {"snyk": "'snyk' is not in ['none', 'renovate', 'dependabot']"},
    "deployment": {"blue-green": "'blue-green' is not in ['all-at-once', 'canary', 'linear']"},
    "provisioned_concurrency": {
        **{
            name: f"'{name}' is not two names with one '=' between: write it like get-item=5, list-items=2"
            for name in ("get-item", "get-item=", "=5")
        },
        "get-item=5,": "'get-item=5,' has an empty element: write one comma between two names, like get-item=5,",
        **{
            f"get-item={number}": f"'{number}' is no number of started functions from 1 to 9999: write it like"
            for number in ("0", "-1", "1.5", "five", "10000", "5=5")
        },
        "get-item=5, get-item=6": "'get-item' is there twice: name each one once",
    },
    "secrets": {
        **{
            name: f"'{name}' is not two names with one '>' between: write it like create-item>payments, "
            for name in ("create-item", "create-item>", ">payments", "a>b>c")
        },
        "create-item>payments,": "'create-item>payments,' has an empty element: write one comma between two",
        "create-item>payments+": "'create-item' reads a secret without a name: write one + between two secrets, like",
        "create-item>Payments": "'Payments' is not kebab-case: use lower-case letters, digits and single hyphens",
        f"create-item>{'a' * 31}": f"'{'a' * 31}' has 31 characters: 30 are the most",
        "create-item>a+a": "'create-item>a' is there twice: name each secret of a function once",
        "create-item>a, create-item>a": "'create-item>a' is there twice: name each secret of a function once",
    },
    "vpc": {"own": "'own' is not in ['none', 'existing', 'new']"},
    "ci": {"jenkins": "'jenkins' is not in ['github', 'gitlab', 'none']"},
    "environments": {
        "": "there is no environment: name at least one, like dev, staging, prod",
        "dev,,prod": "'dev,,prod' has an empty element: separate names by one comma, like dev, staging, prod",
        **{name: f"'{name}' {KEBAB}" for name in ("Dev", "dev prod", "dev;prod")},
        "dev, prod, dev": "'dev' is there twice: name each environment once",
        "default, prod": "'default' means something else in samconfig.toml: choose another name, like dev",
        "e" * 21: f"'{'e' * 21}' has 21 characters: 20 are the most",
    },
    "region": {name: f"'{name}' {REGION}" for name in ("", "frankfurt", "EU-central-1", "eu-central", "us-east-1a")},
    "architecture": {"arm": "'arm' is not in ['arm64', 'x86_64']"},
    "log_retention_days": {name: f"'{name}' {PERIODS}" for name in ("", "0", "31", "-1", "30.5", "a month", "true")},
    "package_name": {
        **{name: f"'{name}' {PACKAGE}" for name in ("", "My_Service", "my-service", "1st", "a.b", "x" * 51, "größe")},
        **{name: f"'{name}' {TAKEN} {name}_service" for name in ("class", "json", "boto3", "tests", "con", "build")},
    },
    "owner": {
        **{name: f"'{name}' {TAG}" for name in (" team", "team ", "a<b", 'say "team"')},
        "o" * 201: f"'{'o' * 59}…' {TAG}",
    },
    "monthly_budget": {
        name: f"'{name}' is not an amount of US dollars: write a number like 25 or 7.50, or nothing"
        for name in ("0", "0.00", "-1", "ten", "$25", "25.", "1e3", "12345678")
    },
    "alarm_email": {name: f"'{name}' {ADDRESS}" for name in ("nobody", "a@b", "a b@example.com", "a@b.com,c@d.com")},
}


# What answers get wrong together. Answers -> what is said of them.
NAMES = "create-item, delete-item, get-item, list-items, process-emails, update-item"
TOGETHER: dict[str, tuple[dict[str, Any], str]] = {
    "nothing to deploy": (
        {"api": "none"},
        "there would be nothing to deploy: name a resource behind an API, or a trigger, like queues=emails",
    ),
    "a table and nothing that uses it": ({"api": "none", "resources": "items"}, "there would be nothing to deploy"),
    "an API that serves nothing": (
        {"resources": "", "queues": "emails"},
        "the API would serve no resources: name at least one, like items",
    ),
    "a stream of an unknown resource": (
        {"streams": "orders"},
        "streams names 'orders', which is no resource: the resources are items; a Kinesis stream is written kinesis",
    ),
    "a stream without any resource": (
        {"api": "none", "streams": "orders", "queues": "emails"},
        "streams names 'orders', which is no resource: there are none",
    ),
    "callers of nothing": (
        {"auth": "cognito", "api": "none", "queues": "emails"},
        "auth is 'cognito', but there is no API to call: choose 'none' as auth, or 'http' or 'rest' as api",
    ),
    "tokens of nobody": (
        {"auth": "jwt", "jwt_audience": "orders"},
        'Question "jwt_issuer" is required',
    ),
    "tokens for nobody": (
        {"auth": "jwt", "jwt_issuer": "https://login.example.com"},
        'Question "jwt_audience" is required',
    ),
    "tokens of an empty issuer": (
        {"auth": "jwt", "jwt_issuer": "", "jwt_audience": "orders"},
        "Validation error for question 'jwt_issuer': jwt_issuer is empty, but auth is 'jwt': name who issues the",
    ),
    "tokens for an empty audience": (
        {"auth": "jwt", "jwt_issuer": "https://login.example.com", "jwt_audience": ""},
        "Validation error for question 'jwt_audience': jwt_audience is empty, but auth is 'jwt': name whom the tokens",
    ),
    "a schedule that is called like the pool of users": (
        {"auth": "cognito", "schedules": "user-pool=rate(1 day)"},
        "the schedule 'user-pool' would be UserPool, a name that the template itself uses: choose another",
    ),
    "a bot of GitHub's on GitLab": (
        {"dependency_updates": "dependabot", "ci": "gitlab"},
        "dependency_updates is 'dependabot', which works on GitHub only: choose 'renovate' or 'none',",
    ),
    "a bot of GitHub's without CI": (
        {"dependency_updates": "dependabot", "ci": "none"},
        "dependency_updates is 'dependabot', which works on GitHub only",
    ),
    "a domain without an API": (
        {"custom_domain": True, "api": "none", "queues": "emails"},
        "custom_domain is true, but without an API there is nothing that it could lead to: choose 'http' or 'rest' as",
    ),
    "a web ACL before an HTTP API": (
        {"waf": True},
        "waf is true, but AWS WAF stands before REST APIs only: choose 'rest' as api, or 'false' as waf",
    ),
    "a web ACL before nothing": ({"waf": True, "api": "none", "queues": "emails"}, "waf is true, but AWS WAF stands"),
    "an unknown function that is kept started": (
        {"provisioned_concurrency": "make-item=5"},
        "provisioned_concurrency names the function 'make-item', which does not exist: the functions are create-item,",
    ),
    "snapshots of Node.js": (
        {"snapstart": "true", "runtime": "nodejs24.x"},
        "snapstart is true, but Lambda has no SnapStart for nodejs24.x: choose a Python runtime, or false",
    ),
    "snapshots of what is started": (
        {"snapstart": "true", "provisioned_concurrency": "get-item=5"},
        "snapstart is true and provisioned_concurrency names functions, but a version has one or the other: keep one",
    ),
    "a user pool where there are none": (
        {"auth": "cognito", "region": "cn-north-1"},
        "auth is 'cognito', but AWS has no user pools in the region 'cn-north-1': choose 'jwt' with an issuer",
    ),
    "snapshots where there are none": (
        {"snapstart": "true", "region": "us-gov-west-1"},
        "snapstart is true, but Lambda has no SnapStart in us-gov-west-1: choose another region, or false",
    ),
    "a schedule that is called like the check of deployments": (
        {"schedules": "check=rate(1 day)", "deployment": "canary"},
        "the schedule 'check' would be CheckFunction, a name that the template itself uses: choose another",
    ),
    "a budget that tells nobody": (
        {"monthly_budget": "25"},
        "monthly_budget is '25', and there is nobody to tell: give alarm_email an address, or leave monthly_budget",
    ),
    "a budget in China": (
        {"monthly_budget": "25", "alarm_email": "alarms@example.com", "region": "cn-north-1"},
        "monthly_budget is '25', and AWS keeps no budgets in US dollars for the region 'cn-north-1': leave",
    ),
    "a schedule called like the alarm on all alarms": (
        {"schedules": "service-alarm=rate(1 day)", "dashboard": True},
        "the schedule 'service-alarm' would be ServiceAlarm, a name that the template itself uses: choose another",
    ),
    "a queue of two kinds": (
        {"queues": "emails", "topics": "order-placed>emails.fifo"},
        "queues and topics name 'emails' both as a FIFO and as a standard queue: write emails.fifo everywhere",
    ),
    "a link from an unknown function": (
        {"queues": "emails", "links": "make-item>emails"},
        f"links names the function 'make-item', which does not exist: the functions are {NAMES}",
    ),
    "a secret of an unknown function": (
        {"queues": "emails", "secrets": "make-item>payments"},
        f"secrets names the function 'make-item', which does not exist: the functions are {NAMES}",
    ),
    "a secret of who looks at tokens": (
        {**JWT, "api": "rest", "queues": "emails", "secrets": "authorize>payments"},
        f"secrets names the function 'authorize', which looks at tokens and reads no secret: the functions are {NAMES}",
    ),
    "two secrets of one name": (
        {"secrets": "create-item>pay-ments+payments"},
        "the secret 'pay-ments' and the secret 'payments' would both give PaymentsSecret: choose another name",
    ),
    "a secret of a schedule's name": (
        {"secrets": "create-item>pay", "schedules": "pay-secret=rate(1 day)"},
        "the schedule 'pay-secret' and the secret 'pay' would both give PaySecret: choose another name for one of them",
    ),
    "a link to an unknown queue": (
        {"links": "create-item>emails"},
        "links names 'emails', which is no queue, topic or resource: there are items",
    ),
    "a link to one of two things": (
        {"queues": "orders", "resources": "items, orders", "links": "create-item>orders"},
        "links names 'orders', which is more than one thing: give the queue, the topic or the resource another name",
    ),
    "a link to its own table": (
        {"links": "create-item>items"},
        "links leads from 'create-item' to 'items', its own table: take that link out, the function needs none",
    ),
    "a queue that feeds itself": (
        {"queues": "emails", "links": "process-emails>emails"},
        "links lead round in a circle, process-emails > emails > process-emails: take one of them out",
    ),
    "a circle through a topic": (
        {"topics": "news>emails+audit", "links": "process-audit>news"},
        "links lead round in a circle, process-audit > news > audit > process-audit: take one of them out",
    ),
    "a circle through a table": (
        {
            "resources": "items, orders",
            "streams": "items",
            "queues": "a",
            "links": "on-items-changed>a, process-a>items",
        },
        "links lead round in a circle, ",
    ),
    "a schedule of a function's name": (
        {"schedules": "get-item=rate(1 day)"},
        "the function 'get-item' of the resource 'items' and the schedule 'get-item' would both give GetItemFunction",
    ),
    "a schedule of a word": (
        {"schedules": "class=rate(1 day)"},
        "the schedule 'class' is a word of the language: choose another name, like run-class",
    ),
    "a schedule that is called like a queue's construct": (
        {"queues": "emails", "schedules": "emails-queue=rate(1 day)"},
        "the schedule 'emails-queue' and the queue 'emails' would both give EmailsQueue: choose another name",
    ),
    "a schedule of the template's own": (
        {"schedules": "api=rate(1 day)"},
        "the schedule 'api' would be ApiErrorsAlarm, a name that the template itself uses: choose another",
    ),
    "a topic of the template's own": (
        {"topics": "alarm>emails"},
        "the topic 'alarm' would be AlarmTopic, a name that the template itself uses: choose another",
    ),
    "a topic that is called like the existing one": (
        {"topics": "existing-alarm>emails", "alarm_topic": True},
        "the topic 'existing-alarm' would be ExistingAlarmTopic, a name that the template itself uses: choose another",
    ),
    "a table of the template's own": (
        {"resources": "idempotency", "queues": "emails"},
        "the resource 'idempotency' would be IdempotencyTable, a name that the template itself uses",
    ),
    "a queue and a topic of one name": (
        {"queues": "news", "topics": "news>emails"},
        "the queue 'news' and the topic 'news' would both give",
    ),
    "a queue's name that is too long": (
        {"service_name": "s" * 40, "queues": "q" * 30 + ".fifo"},
        f"the queue '{'q' * 30}' would be called {'s' * 40}-staging-{'q' * 30}.fifo, of 84 characters",
    ),
}


@pytest.mark.parametrize(("answers", "line"), TOGETHER.values(), ids=TOGETHER)
def test_answers_that_contradict_each_other_are_explained_and_nothing_is_written(
    answers: dict[str, str], line: str, render: Renderer, tmp_path: Path
) -> None:
    with pytest.raises(REFUSALS) as refusal:
        render.engine.render(tmp_path / "my-service", answers)
    assert str(refusal.value).startswith(line)
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 400
    assert list(tmp_path.iterdir()) == []


def test_the_contradiction_is_the_last_line_on_the_command_line(template: Path, tmp_path: Path) -> None:
    answers, line = TOGETHER["a queue that feeds itself"]
    done = copier_cli("copy", "--defaults", *data(answers), template, "my-service", cwd=tmp_path)
    assert done.returncode != 0
    assert line in last_line(done)
    assert list(tmp_path.iterdir()) == []


# A choice, and words with a rule.
EVERYDAY = ("api", "queues")
CASES = [
    pytest.param(*(question, value, line), id=f"{question} can't be {value[:42]!r}".encode("unicode_escape").decode())
    for question, values in REFUSED.items()
    for value, line in values.items()
]
# What is one line within this process is the last one of another, too: each question's first will do, two every day.
AT_A_TERMINAL = [
    pytest.param(
        question,
        *next(iter(values.items())),
        id=question,
        marks=[] if question in EVERYDAY else [pytest.mark.slow],
    )
    for question, values in REFUSED.items()
]


@pytest.mark.parametrize(("question", "value", "line"), CASES)
def test_a_refused_answer_is_explained_and_nothing_is_written(
    question: str, value: str, line: str, render: Renderer, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match=re.escape(line)) as refusal:
        render.engine.render(tmp_path / "my-service", {question: value})
    assert str(refusal.value).startswith(
        (f"Validation error for question '{question}': ", f"Invalid choice for '{question}': ")
    )
    assert "\n" not in str(refusal.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("question", "value", "line"), AT_A_TERMINAL)
def test_the_explanation_is_the_last_line_on_the_command_line(
    question: str, value: str, line: str, template: Path, tmp_path: Path
) -> None:
    done = copier_cli("copy", "--defaults", *data({question: value}), template, "my-service", cwd=tmp_path)
    assert done.returncode != 0
    assert line in last_line(done)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("question", [name for name in REFUSED if name != "iac"])
def test_a_refused_answer_leaves_an_existing_folder_as_it_was(question: str, render: Renderer, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ValueError, match=question):
        render.engine.render(tmp_path, {question: next(iter(REFUSED[question]))})
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.rglob("*")] == [("notes.txt", "mine")]


def test_every_question_with_a_rule_has_refused_answers(render: Renderer) -> None:
    asked = {name for name, question in render.engine.questions.items() if question.get("when") is not False}
    yes_or_no = {name for name in asked if render.engine.questions[name]["type"] == "bool"}
    assert asked - set(REFUSED) == yes_or_no, "yes or no, which Copier reads as it likes"
