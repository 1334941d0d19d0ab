package dev.loam.modules.rest.openapi.v31;

import dev.loam.modules.rest.openapi.Json;
import tools.jackson.databind.node.ObjectNode;

/// How several operations are sent as one: the same for every schema.
final class Batches {
    private static final String POST = """
            {
              "tags": ["Batches"],
              "operationId": "batch",
              "summary": "Do several operations in one transaction",
              "parameters": [{"$ref": "#/components/parameters/Prefer"}],
              "requestBody": {
                "required": true,
                "content": {"application/vnd.loam.batch+json": {"schema": {
                  "oneOf": [
                    {"$ref": "#/components/schemas/BatchOperations"},
                    {
                      "type": "object",
                      "properties": {
                        "isolation": {
                          "type": "string",
                          "enum": ["read committed", "repeatable read", "serializable"]
                        },
                        "references": {"type": "boolean", "default": false},
                        "operations": {"$ref": "#/components/schemas/BatchOperations"}
                      },
                      "required": ["operations"],
                      "additionalProperties": false
                    }
                  ]
                }}}
              },
              "responses": {
                "200": {
                  "description": "The answer to each operation, in their order.",
                  "content": {"application/vnd.loam.batch+json": {"schema": {
                    "$ref": "#/components/schemas/BatchResults"
                  }}}
                },
                "default": {"$ref": "#/components/responses/Error"}
              }
            }
            """;

    private static final String OPERATIONS = """
            {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "id": {"type": "string", "description": "A name for it, in the answer."},
                  "method": {"type": "string",
                             "enum": ["GET", "HEAD", "POST", "PATCH", "PUT", "DELETE"]},
                  "path": {"type": "string", "pattern": "^/",
                           "description": "Behind the address of the server, with its query."},
                  "headers": {"type": "object", "additionalProperties": {"type": "string"}},
                  "body": {"description": "JSON; a string where `Content-Type` says otherwise."},
                  "encoding": {"type": "string", "enum": ["base64"],
                               "description": "What a body of bytes is written in."},
                  "savepoint": {"type": "boolean", "default": false,
                                "description": "Whether it may fail alone."}
                },
                "required": ["method", "path"],
                "additionalProperties": false
              }
            }
            """;

    private static final String RESULTS = """
            {
              "type": "object",
              "properties": {"results": {
                "type": "array",
                "items": {
                  "type": "object",
                  "properties": {
                    "id": {"type": "string"},
                    "status": {"type": "integer"},
                    "headers": {"type": "object"},
                    "encoding": {"type": "string", "enum": ["base64"]},
                    "body": {}
                  },
                  "required": ["status", "headers"]
                }
              }},
              "required": ["results"]
            }
            """;

    private Batches() {
    }

    static ObjectNode operation() {
        return read(POST);
    }

    /// Adds the schemas that the operation refers to.
    static void describe(ObjectNode schemas) {
        schemas.set("BatchOperations", read(OPERATIONS));
        schemas.set("BatchResults", read(RESULTS));
    }

    private static ObjectNode read(String json) {
        return (ObjectNode) Json.MAPPER.readTree(json);
    }
}
