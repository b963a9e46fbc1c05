import Foundation

/// A JSON value, for tests that look into what lvsctl writes.
package enum JSONValue: Decodable, Equatable, Sendable {
    case null
    case flag(Bool)
    case integer(UInt64)
    case number(Double)
    case text(String)
    case array([JSONValue])
    case object([String: JSONValue])

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let integer = try? container.decode(UInt64.self) {
            self = .integer(integer)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let array = try? container.decode([JSONValue].self) {
            self = .array(array)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// Reads a document.
    package init(_ bytes: some Sequence<UInt8>) throws {
        self = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    }

    package subscript(key: String) -> JSONValue? {
        guard case .object(let fields) = self else { return nil }
        return fields[key]
    }

    package subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }
}

/// A JSON schema (draft 2020-12), as far as `Docs/lvsctl.schema.json` makes use of it.
package struct JSONSchema: Sendable {
    private let root: JSONValue

    /// Words that only tell people something.
    private static let annotations: Set<String> = ["$schema", "$defs", "title", "description", "default"]

    /// Reads a schema.
    package init(_ bytes: some Sequence<UInt8>) throws {
        root = try JSONValue(bytes)
    }

    /// The part of the schema under `$defs` that has a name, or the whole schema.
    package func part(_ name: String?) -> JSONValue? {
        name.map { root["$defs"]?[$0] } ?? root
    }

    /// Returns how a value violates the schema, or one of its definitions; empty if it does not.
    package func violations(by value: JSONValue, of definition: String? = nil) -> [String] {
        guard let schema = part(definition) else {
            return ["there is no definition \(definition ?? "")"]
        }
        return check(value, schema, "$")
    }

    private func check(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
        guard case .object(let words) = schema else { return ["\(path): not a schema"] }
        return words.flatMap { word, argument in
            Self.annotations.contains(word) ? [] : check(value, word, argument, schema, path)
        }
    }

    private func check(
        _ value: JSONValue,
        _ word: String,
        _ argument: JSONValue,
        _ schema: JSONValue,
        _ path: String
    ) -> [String] {
        switch (word, argument, value) {
        case ("$ref", .text(let name), _):
            guard let target = part(name.replacingOccurrences(of: "#/$defs/", with: "")) else {
                return ["\(path): \(name) does not exist"]
            }
            return check(value, target, path)
        case ("anyOf", .array(let options), _):
            let isOne = options.contains { check(value, $0, path).isEmpty }
            return isOne ? [] : ["\(path): none of the possibilities: \(value)"]
        case ("oneOf", .array(let options), _):
            let count = options.count { check(value, $0, path).isEmpty }
            return count == 1 ? [] : ["\(path): \(count) of the possibilities: \(value)"]
        case ("type", .array(let types), _):
            return types.contains(.text(Self.type(of: value))) ? [] : ["\(path): \(value) is of another type"]
        case ("type", .text(let type), _):
            return Self.type(of: value) == type ? [] : ["\(path): \(value) is not of type \(type)"]
        case ("const", _, _): return value == argument ? [] : ["\(path): \(value) is not \(argument)"]
        case ("enum", .array(let options), _):
            return options.contains(value) ? [] : ["\(path): \(value) is not one of \(options)"]
        case ("minimum", .integer(let limit), .integer(let number)):
            return number >= limit ? [] : ["\(path): \(number) is below \(limit)"]
        case ("maximum", .integer(let limit), .integer(let number)):
            return number <= limit ? [] : ["\(path): \(number) is above \(limit)"]
        case ("minLength", .integer(let limit), .text(let text)):
            return text.unicodeScalars.count >= limit ? [] : ["\(path): '\(text)' is too short"]
        case ("maxLength", .integer(let limit), .text(let text)):
            return text.unicodeScalars.count <= limit ? [] : ["\(path): '\(text)' is too long"]
        case ("maxItems", .integer(let limit), .array(let elements)):
            return elements.count <= limit ? [] : ["\(path): too many elements"]
        case ("items", _, .array(let elements)):
            return elements.enumerated().flatMap { check($1, argument, "\(path)[\($0)]") }
        case ("properties", .object(let known), .object(let fields)):
            return fields.flatMap { key, field in known[key].map { check(field, $0, "\(path).\(key)") } ?? []
            }
        case ("required", .array(let keys), .object(let fields)):
            return keys.compactMap { key in
                guard case .text(let name) = key, fields[name] == nil else { return nil }
                return "\(path): '\(name)' is missing"
            }
        case ("additionalProperties", .flag(false), .object(let fields)):
            let unknown = fields.keys.filter { schema["properties"]?[$0] == nil }
            return unknown.map { "\(path): '\($0)' is unknown" }
        case ("additionalProperties", .object, .object(let fields)):
            return fields.flatMap { key, field in
                schema["properties"]?[key] == nil ? check(field, argument, "\(path).\(key)") : []
            }
        case ("minimum", _, _), ("maximum", _, _), ("minLength", _, _), ("maxLength", _, _),
            ("maxItems", _, _),
            ("items", _, _), ("properties", _, _), ("required", _, _), ("additionalProperties", _, _):
            return []
        default: return ["\(path): the schema uses '\(word)', which this checker does not know"]
        }
    }

    private static func type(of value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .flag: "boolean"
        case .integer: "integer"
        case .number: "number"
        case .text: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}
