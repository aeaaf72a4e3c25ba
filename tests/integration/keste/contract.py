"""Whether an answer is one that the OpenAPI document promises."""
import functools
import json
import pathlib
import re

import jsonschema
import yaml

FOLDER = pathlib.Path(__file__).resolve().parents[3] / "lib/http"
METHODS = ("get", "post", "put", "patch", "delete")
# Of the headers that are documented, those that each such answer has.
HEADERS = ("Location", "ETag", "Retry-After", "Set-Cookie")
# Longer bodies take longer to check than they are worth: the short ones have the same shape.
LONGEST = 256 * 1024
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
FORMATS = jsonschema.FormatChecker(formats=())
FORMATS.checks("date-time")(
    lambda value: not isinstance(value, str) or bool(DATE_TIME.fullmatch(value)))
COMBINATIONS = ("allOf", "oneOf", "anyOf")


class Operation:
    def __init__(self, method, path, base, about, parameters):
        self.method = method
        self.path = path
        self.base = base
        self.about = about
        self.parameters = parameters
        pattern = re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(base + path))
        self.pattern = re.compile(pattern)
        self.id = about["operationId"]

    def __str__(self):
        return f"{self.id} ({self.method} {self.base}{self.path})"


@functools.lru_cache(maxsize=None)
def load_document():
    """As lib/http/CMakeLists.txt puts it together."""
    parts = re.search(r"foreach\(part ([a-z_ ]+)\)", (FOLDER / "CMakeLists.txt").read_text())[1]
    return yaml.load("".join((FOLDER / f"openapi/{part}.yaml").read_text()
                             for part in parts.split()),
                     getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@functools.lru_cache(maxsize=None)
def list_operations():
    """Those whose paths have fewest parameters first, since they are the ones that are meant."""
    operations = []
    for path, item in load_document()["paths"].items():
        for method in METHODS:
            if method in item:
                about = item[method]
                servers = about.get("servers", item.get("servers", [{"url": "/api/v1"}]))
                parameters = [resolve(each) for each in
                              item.get("parameters", []) + about.get("parameters", [])]
                operations.append(Operation(method.upper(), path,
                                            servers[0]["url"].rstrip("/"), about, parameters))
    return sorted(operations, key=lambda each: each.path.count("{"))


def find_operation(method, path):
    path = path.split("?")[0]
    method = "GET" if method == "HEAD" else method
    return next((each for each in list_operations()
                 if each.method == method and each.pattern.fullmatch(path)), None)


def resolve(node):
    while "$ref" in node:
        target = load_document()
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    return node


def names_members(schema):
    return "properties" in schema or any(names_members(resolve(each)) for word in COMBINATIONS
                                         for each in schema.get(word, ()))


def close(schema, is_part=False):
    """The schema without references, in which no object may have a member without a name."""
    schema = dict(resolve(schema))
    for word in COMBINATIONS:
        if word in schema:
            schema[word] = [close(each, True) for each in schema[word]]
    if "properties" in schema:
        schema["properties"] = {name: close(each) for name, each in schema["properties"].items()}
    for word in ("items", "additionalProperties"):
        if isinstance(schema.get(word), dict):
            schema[word] = close(schema[word])
    if not is_part and names_members(schema) and "additionalProperties" not in schema:
        schema["unevaluatedProperties"] = False
    return schema


@functools.lru_cache(maxsize=None)
def make_validator(operation, status, media_type):
    schema = close(find_response(operation, status)["content"][media_type].get("schema", {}))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=FORMATS)


def list_request_errors(operation, body):
    """What the document does not allow of a JSON body."""
    schema = close(operation.about["requestBody"]["content"]["application/json"]["schema"])
    validator = jsonschema.Draft202012Validator(schema, format_checker=FORMATS)
    return [f"{error.json_path}: {error.message[:400]}" for error in validator.iter_errors(body)]


def find_response(operation, status):
    responses = operation.about["responses"]
    return resolve(responses.get(str(status)) or responses.get("default") or
                   {"description": None})


def list_differences(operation, method, answer):
    """What the answer has that the document does not know, or the other way round."""
    responses = operation.about["responses"]
    status = str(answer.status)
    # A success is one that is documented by its number.
    if status not in responses and ("default" not in responses or answer.status < 400):
        yield f"the status is not documented: {', '.join(responses)} are"
        return
    response = find_response(operation, answer.status)
    for name in response.get("headers", {}):
        if name in HEADERS and name not in answer.headers:
            yield f"there is no header {name}"
    content = response.get("content", {})
    media_type = (answer.headers.get_content_type() if "Content-Type" in answer.headers else None)
    if method == "HEAD":
        return
    if not content:
        if answer.body:
            yield f"a body of {media_type} is not documented"
    elif media_type not in content:
        yield f"the content type is {media_type}; documented are {', '.join(content)}"
    elif media_type.endswith("json") and len(answer.body) <= LONGEST:
        errors = make_validator(operation, answer.status, media_type).iter_errors(
            json.loads(answer.body))
        for error in errors:
            yield f"{error.json_path}: {error.message[:400]}"


def check(method, path, answer):
    """Raises AssertionError, with the operation and what differs."""
    operation = find_operation(method, path)
    if operation is None:
        if answer.status < 400:
            raise AssertionError(f"{method} {path} is not in the OpenAPI document, but its answer "
                                 f"is {answer.status}")
        return
    differences = list(list_differences(operation, method, answer))
    if differences:
        raise AssertionError("\n".join([f"{operation} answers {answer.status}, but", *differences,
                                        repr(answer)]))
