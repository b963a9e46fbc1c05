import IPVSKit

/// A call in the words of ipvsadm or of its two scripts.
struct IpvsadmInvocation {
    /// Which program of ipvsadm's is played.
    enum Tool {
        case ipvsadm, save, restore
    }

    /// Which program is played.
    let tool: Tool
    /// What messages call the program.
    let program: String
    /// The words after the program's name.
    let words: ArgumentList

    /// Looks at the program's name and the first word; nil when the call is in lvsctl's own words.
    init?(_ arguments: ArgumentList) {
        guard let name = arguments.words.first else { return nil }
        let words = arguments.dropFirst()
        if let tool = Self.tool(name.span) {
            self.init(tool: tool, program: String(decoding: name, as: UTF8.self), words: words)
            return
        }
        guard let word = words.words.first else { return nil }
        if word.span.equals("ipvsadm") {
            self.init(tool: .ipvsadm, program: "lvsctl ipvsadm", words: words.dropFirst())
        } else if OptionTable.isCommand(word.span) {
            self.init(tool: .ipvsadm, program: "lvsctl", words: words)
        } else {
            return nil
        }
    }

    private init(tool: Tool, program: String, words: ArgumentList) {
        self.tool = tool
        self.program = program
        self.words = words
    }

    /// The program that is played because of the name of this one.
    private static func tool(_ path: Span<UInt8>) -> Tool? {
        let slash = path.indices.last { path[$0] == UInt8(ascii: "/") }
        let name = path.extracting((slash.map { $0 + 1 } ?? 0)..<path.count)
        guard name.starts(with: "ipvsadm") else { return nil }
        if name.equals("ipvsadm-save") { return .save }
        return name.equals("ipvsadm-restore") ? .restore : .ipvsadm
    }
}
