import IPVSKit

/// An address with an optional port as it was typed, names not looked up yet.
///
/// The forms are `10.0.0.1:80`, `[2001:db8::1]:80`, `www.example.org:http`, each of them also without
/// the port. What other programs take for something else than it looks like is refused: octal and
/// shortened IPv4 addresses, IPv4 in brackets, IPv6 without brackets that might end in a port.
struct EndpointText: Hashable {
    /// What stands for the address.
    enum Host: Hashable {
        case address(IPAddress)
        case name(String)
    }

    /// What stands for the port.
    enum Port: Hashable {
        case number(UInt16)
        case name(String)
    }

    var host: Host
    var port: Port?

    /// Why a text is no endpoint: half a sentence that follows the quoted text.
    struct TextError: Error, Hashable {
        let text: String

        init(_ text: String) {
            self.text = text
        }
    }

    /// Takes a text apart.
    init(_ text: String) throws(TextError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if text.utf8.first == UInt8(ascii: "[") {
            try self.init(bracketed: text)
        } else if parts.count > 2 {
            try self.init(unbracketed: text)
        } else {
            self.init(
                try Self.host(String(parts[0])),
                parts.count == 2 ? try Self.port(String(parts[1])) : nil
            )
        }
    }

    private init(_ host: Host, _ port: Port?) {
        self.host = host
        self.port = port
    }

    private init(bracketed text: String) throws(TextError) {
        guard let end = text.firstIndex(of: "]") else { throw TextError("lacks the closing bracket") }
        let inside = String(text[text.index(after: text.startIndex)..<end])
        let rest = text[text.index(after: end)...]
        guard let address = IPAddress(inside), address.family == .ipv6 else {
            if IPAddress(inside) != nil {
                throw TextError("has an IPv4 address in brackets (write \(inside)\(rest))")
            }
            throw TextError("is not an IPv6 address in brackets, such as [2001:db8::1]:80")
        }
        guard rest.isEmpty || rest.first == ":" else {
            throw TextError("has something other than :PORT after the bracket")
        }
        self.init(.address(address), rest.isEmpty ? nil : try Self.port(String(rest.dropFirst())))
    }

    private init(unbracketed text: String) throws(TextError) {
        let end = text.lastIndex(of: ":") ?? text.endIndex
        let left = String(text[..<end])
        let right = String(text[text.index(after: end)...])
        let isPort = decimalNumber(right).map { $0 <= 65535 } ?? false
        switch (IPAddress(text), IPAddress(left)) {
        case (.some, .some) where isPort:
            throw TextError("may end in a port or not (write [\(left)]:\(right) or [\(text)])")
        case (.some(let address), _):
            self.init(.address(address), nil)
        case (nil, .some): throw TextError("needs brackets (write [\(left)]:\(right))")
        case (nil, nil): throw TextError("is not an address (such as 10.0.0.1:80 or [2001:db8::1]:80)")
        }
    }

    private static func host(_ text: String) throws(TextError) -> Host {
        if let address = IPAddress(text) { return .address(address) }
        let bytes = text.utf8
        if text.isEmpty { throw TextError("has no address (such as 10.0.0.1:80 or [2001:db8::1]:80)") }
        let isNumeric = bytes.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
        if isNumeric || text.lowercased().hasPrefix("0x") {
            if isNumeric, text.split(separator: ".").contains(where: { $0.count > 1 && $0.first == "0" }) {
                throw TextError("has an IPv4 address with leading zeros, which may mean octal numbers")
            }
            throw TextError("is not an IPv4 address (four numbers of 0 to 255, such as 10.0.0.1)")
        }
        guard isHostName(text) else { throw TextError("is neither an address nor a host name") }
        return .name(text)
    }

    private static func isHostName(_ text: String) -> Bool {
        guard text.utf8.count <= 253, !text.hasPrefix("-"), !text.hasPrefix(".") else { return false }
        return text.utf8.allSatisfy { byte in
            byte.isASCIILetterOrDigit || byte >= 0x80
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
        }
    }

    /// Understands the text of a port, a number or a service name.
    static func port(_ text: String) throws(TextError) -> Port {
        // As lists show it.
        if text == "*" { return .number(0) }
        if let number = decimalNumber(text), let port = UInt16(exactly: number) { return .number(port) }
        let bytes = text.utf8
        let isName =
            bytes.allSatisfy { $0.isASCIILetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
            && bytes.contains { !(48...57).contains($0) && $0 != UInt8(ascii: "-") }
            && !text.hasPrefix("-") && bytes.count <= 64
        guard isName else {
            throw TextError(text.isEmpty ? "has an empty port" : "has no port (0 to 65535) after the colon")
        }
        return .name(text)
    }
}

extension UInt8 {
    /// Whether the byte is an ASCII letter or digit.
    fileprivate var isASCIILetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }
}
