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

/// Whatever can be read without an error can be written, and reads back as the same.
@Sendable private func readRules(_ input: [UInt8]) {
    let document = RulesDocument(input.span)
    for finding in document.findings { _ = "\(finding.problem)" }
    guard !document.hasErrors else { return }
    let text = RulesWriter.rules(document.configuration)
    let again = RulesDocument(text.span)
    // What no rule can say is a comment, and lost.
    guard !text.containsLoss else { return }
    precondition(again.configuration.services == document.configuration.services, "rules are lossy")
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
    fileprivate var containsLoss: Bool {
        String(decoding: self, as: UTF8.self).contains("# lost:")
    }
}
