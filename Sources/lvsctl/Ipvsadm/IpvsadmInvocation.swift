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
    let words: [[UInt8]]

    /// Looks at the program's name and the first word; nil when the call is in lvsctl's own words.
    init?(_ arguments: [[UInt8]]) {
        let program = arguments.first ?? []
        let name = program.split(separator: Self.slash).last ?? []
        let words = Array(arguments.dropFirst())
        if name.starts(with: Self.ipvsadm) {
            tool = Self.scripts.first { $0.name == Array(name) }?.tool ?? .ipvsadm
            self.program = String(decoding: program, as: UTF8.self)
            self.words = words
            return
        }
        guard let first = words.first else { return nil }
        tool = .ipvsadm
        if first == Self.ipvsadm {
            self.program = "lvsctl ipvsadm"
            self.words = Array(words.dropFirst())
        } else if OptionTable.ipvsadm.isCommand(first.span) {
            self.program = "lvsctl"
            self.words = words
        } else {
            return nil
        }
    }

    private static let slash = UInt8(ascii: "/")
    private static let ipvsadm = Array("ipvsadm".utf8)
    private static let scripts: [(name: [UInt8], tool: Tool)] = [
        (Array("ipvsadm-save".utf8), .save), (Array("ipvsadm-restore".utf8), .restore),
    ]
}
