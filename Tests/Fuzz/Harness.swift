// The fuzzers: one function a parser, chosen by the environment variable FUZZ. This file is compiled together with
// IPVSKit's sources into one module by Tests/Fuzz/run. A crash, a trap, a leak or a broken promise ends the run.

import Glibc

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    target(input)
    return 0
}

private let target: @Sendable ([UInt8]) -> Void = {
    let name = unsafe getenv("FUZZ").map { unsafe String(cString: $0) } ?? ""
    guard let target = targets[name] else { fatalError("FUZZ is none of \(targets.keys.sorted())") }
    return target
}()

private let targets: [String: @Sendable ([UInt8]) -> Void] = [
    "rules": readRules,
    "json": readJSON,
    "netlink": readAttributes,
    "connections": readConnections,
]

/// Whatever is read is written as rules without an error, and means the same.
@Sendable private func readRules(_ input: [UInt8]) {
    let document = RulesDocument(input.span)
    for finding in document.findings {
        precondition(finding.range.lowerBound >= 0 && finding.range.upperBound <= input.count)
        _ = "\(finding.kind)"
    }
    let text = RulesWriter.rules(document.configuration)
    let again = RulesDocument(text.span)
    precondition(!again.hasErrors, "written rules have errors")
    precondition(RulesWriter.rules(again.configuration) == text.withoutComments, "rules change from reading")
    if !text.containsLoss {
        precondition(again.configuration.services == document.configuration.services, "rules are lossy")
    }
    readAsRestore(input)
}

/// Reads lines as `ipvsadm -R` does; each change that rules can say is read back as itself.
private func readAsRestore(_ input: [UInt8]) {
    var reader = RuleReader(asRestore: true)
    while true {
        do throws(RuleError) {
            guard let command = try reader.next(in: input.span) else { return }
            guard case .change(let change) = command else { continue }
            let line = Array(RulesWriter.line(change).utf8)
            guard line.first != UInt8(ascii: "#") else { continue }
            var second = RuleReader(asRestore: true)
            precondition((try? second.next(in: line.span)) == .change(change), "a rule changes from reading")
        } catch {
            precondition(!error.ipvsadmMessage().isEmpty && !error.description.isEmpty)
        }
    }
}

@Sendable private func readJSON(_ input: [UInt8]) {
    let document = TableDocument.read(Array("{".utf8) + input, file: "fuzz.json")
    for diagnostic in document.diagnostics { _ = "\(diagnostic)" }
    _ = PlanDocument.read(input, file: "fuzz.json")
    guard !document.hasErrors else { return }
    let text = TableDocument.write(document.configuration, as: .json)
    let again = TableDocument.read(text, file: "again.json")
    precondition(again.configuration == document.configuration, "JSON is lossy")
}

@Sendable private func readAttributes(_ input: [UInt8]) {
    let message = try? MessageAttributes(input.span)
    if let service = try? message?.requireService().service() { _ = "\(service)" }
    if let server = try? message?.requireServer().observed(in: .ipv4) { _ = "\(server)" }
    if let server = try? message?.requireServer().observed(in: .ipv6) { _ = "\(server)" }
    _ = try? ConnectionTimeouts(input.span)
    _ = try? KernelInfo(input.span)
    for direction in [MessageTrace.Direction.sent, .received] {
        _ = MessageTrace.lines(of: input.span, direction, family: 0x1C)
    }
}

@Sendable private func readConnections(_ input: [UInt8]) {
    var columns: ConnectionLine?
    for (number, line) in input.split(separator: UInt8(ascii: "\n")).enumerated() {
        let bytes = Array(line)
        if let columns {
            if let connection = try? columns.connection(bytes.span, number: number) { _ = "\(connection)" }
        } else {
            columns = try? ConnectionLine(header: bytes.span)
        }
    }
}

extension [UInt8] {
    /// The lines that do not begin with `#`.
    fileprivate var withoutComments: [UInt8] {
        let newline = UInt8(ascii: "\n")
        return split(separator: newline).filter { $0.first != UInt8(ascii: "#") }.flatMap { $0 + [newline] }
    }

    fileprivate var containsLoss: Bool {
        String(decoding: self, as: UTF8.self).contains("# lost:")
    }
}
