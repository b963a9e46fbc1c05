/// A rule in the form in which servers are saved.
///
/// Nearly all lines of a large document have it:
///
///     -a -t 10.0.0.1:80 -r 172.16.0.1:80 -m -w 1
///
/// Every other line, also one with a second blank, is left to the tokenizer and the parser. They could read these
/// lines, too, and make the same of them. With this shortcut `check` of 11,000 rules takes a quarter fewer
/// instructions (row `check` of Tests/Guest/instructions), and so do restores, `diff` and `-R`.
struct PlainRule {
    /// The service.
    let identity: ServiceIdentity
    /// The server that is added.
    let server: RealServer
    /// Where the line break is.
    let end: Int
    /// Where the line says of which service it is: up to the server's address.
    private let head: Range<Int>

    /// Reads the line that begins at an offset; nil if it has another form, or no line break.
    ///
    /// `last` is a line of the same text, whose service is not read once more (row `check` of
    /// Tests/Guest/instructions).
    init?(_ text: Span<UInt8>, from start: Int, after last: PlainRule? = nil) {
        var index = start
        if let last, text.extracting(start...).starts(with: text.extracting(last.head)) {
            identity = last.identity
            index += last.head.count
        } else {
            guard let serviceProtocol = Self.serviceProtocol(text, &index),
                let service = AddressReader.plainEndpoint(text, &index), Self.skip(" -r ", text, &index)
            else { return nil }
            identity = .endpoint(serviceProtocol, service)
        }
        head = start..<index
        guard let endpoint = AddressReader.plainEndpoint(text, &index) else { return nil }
        var method = ForwardingMethod.masquerade
        if !Self.skip(" -m -w ", text, &index) {
            // A server of another port gets that of the service, with a warning.
            guard endpoint.port == identity.port, Self.skip(" -g -w ", text, &index) else { return nil }
            method = .directRouting
        }
        guard let weight = AddressReader.plainNumber(text, &index, limit: 0xFFFF), index < text.count,
            text[index] == Byte.newline
        else { return nil }
        server = RealServer(endpoint, method: method, weight: weight)
        end = index
    }

    private static func serviceProtocol(_ text: Span<UInt8>, _ index: inout Int) -> ServiceProtocol? {
        if skip("-a -t ", text, &index) { return .tcp }
        return skip("-a -u ", text, &index) ? .udp : nil
    }

    /// Skips a text; false if something else is there.
    @inline(__always)
    private static func skip(_ wanted: StaticString, _ text: Span<UInt8>, _ index: inout Int) -> Bool {
        guard text.extracting(index...).starts(with: wanted) else { return false }
        index += wanted.utf8CodeUnitCount
        return true
    }
}
