/// What help is about.
enum HelpTopic {
    /// All of lvsctl.
    case program
    /// The verbs whose words begin like this.
    case verbs(String)
    /// One verb.
    case verb(any VerbDeclaration.Type)
    /// The general options.
    case options
}

/// Writes help, at most 80 characters wide.
enum HelpText {
    private static let width = 80
    /// Where the explanations begin.
    private static let column = 34

    /// What `lvsctl ipvsadm` does, which is no verb: its words are ipvsadm's.
    static let ipvsadmSummary = "Do exactly what ipvsadm does with the arguments that follow."

    static func render(_ topic: HelpTopic, of groups: [VerbGroup]) -> String {
        switch topic {
        case .program: program(groups)
        case .verbs(let prefix): verbs(prefix, groups)
        case .verb(let type): verb(type)
        case .options: groups.first?.verbs.first.map { options($0.type.init().general) } ?? ""
        }
    }

    private static func program(_ groups: [VerbGroup]) -> String {
        var text = """
            lvsctl shows and changes the kernel's table of virtual services (IPVS).

            Usage: lvsctl [VERB] [OPTIONS]

            Without a verb, lvsctl lists the table. See lvsctl help VERB for one verb, and
            man lvsctl for everything.

            The letters -A, -E, -D, -a, -e, -d, -L, -S, -R, -C and -Z are ipvsadm's commands,
            with its warnings; the verbs have none. -e, for example, resets what it does not
            name; edit-server keeps it. They take ipvsadm's options only.

            """
        for group in groups { text += section(group.title, group.verbs) }
        text += row("ipvsadm", ipvsadmSummary, column: 20)
        return text
            + examples([
                "add-service -t 10.0.0.1:80 -s wrr",
                "add-server -t 10.0.0.1:80 -r 192.168.1.2 -m -w 10",
                "edit-server -t 10.0.0.1:80 -r 192.168.1.2 -w 0",
                "list --stats",
                "save /etc/lvsctl.rules",
            ])
    }

    private static func verbs(_ prefix: String, _ groups: [VerbGroup]) -> String {
        let verbs = groups.flatMap(\.verbs).filter { $0.words.hasPrefix(prefix) }
        let words = verbs.map { $0.words.dropFirst(prefix.count) }.joined(separator: "|")
        return "Usage: lvsctl \(prefix)[\(words)] [OPTIONS]\n" + section("Verbs", verbs)
    }

    private static func section(_ title: String, _ verbs: [VerbGroup.Member]) -> String {
        "\n\(title):\n" + verbs.map { row($0.words, $0.type.description.summary, column: 20) }.joined()
    }

    private static func verb(_ type: any VerbDeclaration.Type) -> String {
        let verb = type.init()
        let description = type.description
        var usage = ["Usage: lvsctl \(description.words)", description.synopsis, "[OPTIONS]"]
        usage.removeAll(where: \.isEmpty)
        var text =
            wrapped(description.summary, indent: 0) + "\n" + wrapped(usage.joined(separator: " "), indent: 7)
        if !description.details.isEmpty { text += "\n" + wrapped(description.details, indent: 0) }
        if !verb.operands.isEmpty {
            let rows = verb.operands.map {
                row($0.name.uppercased() + ($0.isRepeatable ? " ..." : ""), $0.help, column: column)
            }
            text += "\nArguments:\n" + rows.joined()
        }
        text += verb.sections.map(section).joined()
        text += "\n" + wrapped("General options (lvsctl help options): " + names(verb.general), indent: 2)
        return text + examples(description.examples)
    }

    /// The options of a section in a line.
    private static func names(_ section: OptionSection) -> String {
        (section.options.map { $0.name.short ?? $0.name.long } + ["-h"]).joined(separator: ", ")
    }

    private static func options(_ general: OptionSection) -> String {
        """
        Every verb takes these options. They can also stand before the verb.

        Usage: lvsctl [OPTIONS] VERB ...

        """
            + section(general) + row("-h, --help", "Show how the verb is used.", column: column)
    }

    private static func section(_ section: OptionSection) -> String {
        "\n\(section.title):\n"
            + section.options.map { row($0.synopsis, $0.help, column: column) }.joined()
    }

    private static func examples(_ lines: [String]) -> String {
        lines.isEmpty ? "" : "\nExamples:\n" + lines.map { "  lvsctl \($0)\n" }.joined()
    }

    /// One line with an explanation beside it, or below if there is no room.
    private static func row(_ left: String, _ right: String, column: Int) -> String {
        let explanation = wrapped(right, indent: column, firstIndent: column)
        let start = "  \(left)"
        guard start.count + 2 <= column else { return start + "\n" + explanation }
        return start + explanation.dropFirst(start.count)
    }

    /// Breaks a text into lines; all but the first are indented.
    private static func wrapped(_ text: String, indent: Int, firstIndent: Int = 0) -> String {
        var lines: [String] = []
        var line = String(repeating: " ", count: firstIndent)
        var isEmpty = true
        for word in text.split(separator: " ") {
            if !isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = String(repeating: " ", count: indent)
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        lines.append(line)
        return lines.joined(separator: "\n") + "\n"
    }
}

extension VerbOption {
    /// `-w, --weight WEIGHT`; words without a letter stand below the others.
    fileprivate var synopsis: String {
        let names = name.short.map { "\($0), \(name.long)" } ?? "    \(name.long)"
        guard let option = self as? ValueOption else { return names }
        let value = option.valueName.uppercased()
        return "\(names) \(option.isValueOptional ? "[\(value)]" : value)"
    }
}
