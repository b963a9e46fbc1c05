import IPVSKit

/// Help as a document for programs.
enum HelpDocument {
    static func render(_ topic: HelpTopic, of groups: [VerbGroup]) -> [UInt8] {
        var writer = JSONWriter(.indented)
        writer.beginDocument()
        writer.key("verbs")
        writer.beginArray()
        for type in verbs(topic, groups.flatMap(\.verbs)) { writer.write(type) }
        writer.endArray()
        let general = groups.first?.verbs.first?.type.init().general.options ?? []
        writer.writeOptions(general, as: "general_options")
        writer.endDocument()
        return writer.bytes
    }

    private static func verbs(
        _ topic: HelpTopic,
        _ verbs: [VerbGroup.Member]
    ) -> [any VerbDeclaration.Type] {
        switch topic {
        case .program: verbs.map(\.type)
        case .verbs(let prefix): verbs.filter { $0.words.hasPrefix(prefix) }.map(\.type)
        case .verb(let type): [type]
        case .options: []
        }
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ type: any VerbDeclaration.Type) {
        let verb = type.init()
        let description = type.description
        beginObject()
        writeText("verb", description.words)
        writeText("summary", description.summary)
        writeText("synopsis", description.synopsis)
        writeText("details", description.details)
        key("arguments")
        beginArray()
        for operand in verb.operands {
            beginObject(.line)
            writeText("name", operand.name)
            key("repeatable")
            value(operand.isRepeatable)
            writeText("help", operand.help)
            endObject()
        }
        endArray()
        writeOptions(verb.sections.flatMap(\.options), as: "options")
        key("examples")
        beginArray()
        for example in description.examples { value("lvsctl " + example) }
        endArray()
        endObject()
    }

    fileprivate mutating func writeOptions(_ options: [VerbOption], as name: String) {
        key(name)
        beginArray()
        for option in options {
            beginObject(.line)
            writeText("option", option.name.long)
            if let short = option.name.short { writeText("letter", short) }
            if let valued = option as? ValueOption {
                writeText("value", valued.valueName)
                key("value_optional")
                value(valued.isValueOptional)
            }
            writeText("help", option.help)
            endObject()
        }
        endArray()
    }

    private mutating func writeText(_ name: String, _ text: String) {
        key(name)
        value(text)
    }
}
