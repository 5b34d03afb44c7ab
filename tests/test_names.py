"""What the model makes of names, the awkward ones above all."""

import builtins
import keyword
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from harness.render import Renderer

WORDS = sorted({*keyword.kwlist, *keyword.softkwlist, *dir(builtins)})

# resource: singular, title with article, class, module, path, table
NAMES = {
    "items": ("item", "an item", "Item", "items", "/items", "ItemsTable"),
    "orders": ("order", "an order", "Order", "orders", "/orders", "OrdersTable"),
    "users": ("user", "a user", "User", "users", "/users", "UsersTable"),
    "hours": ("hour", "an hour", "Hour", "hours", "/hours", "HoursTable"),
    "people": ("person", "a person", "Person", "people", "/people", "PeopleTable"),
    "person:people": ("person", "a person", "Person", "people", "/people", "PeopleTable"),
    "person : people": ("person", "a person", "Person", "people", "/people", "PeopleTable"),
    "staff-member:staff": ("staff-member", "a staff member", "StaffMember", "staff", "/staff", "StaffTable"),
    "news": ("news", "a news", "News", "news", "/news", "NewsTable"),
    "data": ("data", "a data", "Data", "data", "/data", "DataTable"),
    "series": ("series", "a series", "Series", "series", "/series", "SeriesTable"),
    "api-keys": ("api-key", "an API key", "ApiKey", "api_keys", "/api-keys", "ApiKeysTable"),
    "url-aliases": ("url-alias", "a URL alias", "UrlAlias", "url_aliases", "/url-aliases", "UrlAliasesTable"),
    "class": ("class", "a class", "Class", "class_", "/class", "ClassTable"),
    "classes": ("class", "a class", "Class", "classes", "/classes", "ClassesTable"),
    "lists": ("list", "a list", "List", "lists", "/lists", "ListsTable"),
    "true": ("true", "a true", "TrueEntity", "true_", "/true", "TrueTable"),
    "null": ("null", "a null", "Null", "null_", "/null", "NullTable"),
    "none": ("none", "a none", "NoneEntity", "none_", "/none", "NoneTable"),
    "on": ("on", "an on", "On", "on", "/on", "OnTable"),
    "s": ("s", "an s", "S", "s", "/s", "STable"),
    "u": ("u", "a u", "U", "u", "/u", "UTable"),
    "x-rays": ("x-ray", "an x ray", "XRay", "x_rays", "/x-rays", "XRaysTable"),
    "no": ("no", "a no", "No", "no", "/no", "NoTable"),
    "con": ("con", "a con", "Con", "con_", "/con", "ConTable"),
    "tables": ("table", "a table", "TableEntity", "tables", "/tables", "TablesTable"),
    "records": ("record", "a record", "RecordEntity", "records", "/records", "RecordsTable"),
    "exceptions": ("exception", "an exception", "ExceptionEntity", "exceptions", "/exceptions", "ExceptionsTable"),
    "statuses": ("status", "a status", "Status", "statuses", "/statuses", "StatusesTable"),
    "caches": ("cache", "a cache", "Cache", "caches", "/caches", "CachesTable"),
    "addresses": ("address", "an address", "Address", "addresses", "/addresses", "AddressesTable"),
    "categories": ("category", "a category", "Category", "categories", "/categories", "CategoriesTable"),
    "boxes": ("box", "a box", "Box", "boxes", "/boxes", "BoxesTable"),
    "ties": ("tie", "a tie", "Tie", "ties", "/ties", "TiesTable"),
    "houses": ("house", "a house", "House", "houses", "/houses", "HousesTable"),
    "invoice-lines": (
        "invoice-line",
        "an invoice line",
        "InvoiceLine",
        "invoice_lines",
        "/invoice-lines",
        "InvoiceLinesTable",
    ),
    "v2-items": ("v2-item", "a v2 item", "V2Item", "v2_items", "/v2-items", "V2ItemsTable"),
}


@pytest.mark.parametrize(("resource", "names"), NAMES.items(), ids=[f"the resource {name}" for name in NAMES])
def test_names_of_a_resource(resource: str, names: tuple[str, ...], model: Callable[..., Any]) -> None:
    (entity,) = model(resources=resource)["entities"]
    keys = ("name", "a", "class_name", "module", "path", "table_id")
    assert tuple(entity[key] for key in keys) == names


def test_a_function_is_called_alike_everywhere(model: Callable[..., Any]) -> None:
    functions = model(resources="api-keys", package_name="billing")["functions"]
    named = {
        function["name"]: (function["module"], function["logical_id"], function["handler"]) for function in functions
    }
    assert named == {
        "list-api-keys": ("list_api_keys", "ListApiKeysFunction", "billing.handlers.list_api_keys.handler"),
        "create-api-key": ("create_api_key", "CreateApiKeyFunction", "billing.handlers.create_api_key.handler"),
        "get-api-key": ("get_api_key", "GetApiKeyFunction", "billing.handlers.get_api_key.handler"),
        "update-api-key": ("update_api_key", "UpdateApiKeyFunction", "billing.handlers.update_api_key.handler"),
        "delete-api-key": ("delete_api_key", "DeleteApiKeyFunction", "billing.handlers.delete_api_key.handler"),
    }


def test_the_order_and_spacing_of_resources_is_irrelevant(model: Callable[..., Any]) -> None:
    def computed(resources: str) -> dict[str, Any]:
        return {name: value for name, value in model(resources=resources).items() if name != "resources"}

    first, *others = permutations(["person:people", "items", "api-keys"])
    for order in others:
        assert computed(" ,  ".join(order)) == computed(",".join(first))


@pytest.mark.parametrize("word", [word for word in WORDS if word.isalpha() and word.islower()])
def test_a_word_of_python_is_a_legal_resource(word: str, model: Callable[..., Any]) -> None:
    (entity,) = model(resources=word)["entities"]
    for name in (entity["module"], entity["variable"], entity["class_name"]):
        assert name.isidentifier()
        assert not keyword.iskeyword(name)
        assert not hasattr(builtins, name)


@pytest.mark.parametrize(
    ("service", "package"),
    [("my-service", "my_service"), ("json", "json_service"), ("boto3", "boto3_service"), ("class", "class_service")],
    ids=lambda name: name,
)
def test_the_package_of_a_service_hides_nothing(service: str, package: str, model: Callable[..., Any]) -> None:
    assert model(service_name=service)["package_name"] == package


@pytest.mark.parametrize(
    ("folder", "name"),
    {
        "my-service": "my-service",
        "My Service 2": "my-service-2",
        "orders_api": "orders-api",
        "2024-orders": "orders",
        "--": "my-service",
        "größe": "gr-e",
        "日本語": "my-service",
        "a" * 60: "a" * 40,
        "a" * 39 + "-b": "a" * 39,
    }.items(),
    ids=lambda name: name.encode("unicode_escape").decode(),
)
def test_the_service_is_called_like_its_folder_as_far_as_that_goes(
    folder: str, name: str, render: Renderer, tmp_path: Path
) -> None:
    assert render.engine.model({}, tmp_path / folder)["service_name"] == name


def test_in_tests_no_table_or_bucket_is_called_by_less_than_three_letters(model: Callable[..., Any]) -> None:
    made = model(resources="it:is, items", uploads="b, documents")
    called = [each["in_tests"] for each in [*made["tables"], *made["buckets"]]]
    assert called == ["is--table", "items", "idempotency", "b--bucket", "documents"]
