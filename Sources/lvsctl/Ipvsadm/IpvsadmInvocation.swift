import IPVSKit

/// A call in the words of ipvsadm or of its two scripts.
struct IpvsadmInvocation: Equatable {
    /// Which program of ipvsadm's is played.
    enum Tool: Equatable {
        case ipvsadm, save, restore
    }

    /// Which program is played.
    let tool: Tool
    /// What messages call the program.
    let program: String
    /// The words behind the program's name.
    let words: ArgumentList

    /// Looks at the program's name and the first word; nil when the call is in lvsctl's own words.
    init?(_ arguments: ArgumentList) {
        let program = arguments.first ?? []
        let name = program[(program.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...]
        let words = arguments.dropFirst()
        if name.starts(with: "ipvsadm".utf8) {
            tool = Self.tool(name)
            self.program = String(decoding: program, as: UTF8.self)
            self.words = words
            return
        }
        guard let first = words.first else { return nil }
        tool = .ipvsadm
        if first.elementsEqual("ipvsadm".utf8) {
            self.program = "lvsctl ipvsadm"
            self.words = words.dropFirst()
        } else if OptionTable.isCommand(first.span) {
            self.program = "lvsctl"
            self.words = words
        } else {
            return nil
        }
    }

    private static func tool(_ name: ArraySlice<UInt8>) -> Tool {
        if name.elementsEqual("ipvsadm-save".utf8) { return .save }
        return name.elementsEqual("ipvsadm-restore".utf8) ? .restore : .ipvsadm
    }
}
