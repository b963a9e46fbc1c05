import Foundation
import IPVSTestSupport
import Testing

@testable import IPVSKit

@Suite struct NumberReaderTests {
    private static let alphabet = Array("0123456789099  +-xXabfF. \t.:")

    private static func random(_ random: inout SeededGenerator) -> String {
        String((0..<random.next() % 12).map { _ in random.pick(alphabet) })
    }

    @Test("Decimal numbers are read as by strtol")
    func decimalNumbers() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100_000 {
            let text = Self.random(&random)
            var end: UnsafeMutablePointer<CChar>?
            let expected: UInt32? = text.withCString { start in
                errno = 0
                let value = strtol(start, &end, 10)
                guard end != UnsafeMutablePointer(mutating: start), end?.pointee == 0, errno == 0 else {
                    return nil
                }
                return UInt32(exactly: value)
            }
            let found = NumberReader.decimal(Array(text.utf8).span, in: 0...UInt32.max)
            #expect(found == expected, "seed \(seed): '\(text)'")
        }
    }

    @Test("Leading integers are read as by atoi")
    func leadingIntegers() {
        var random = SeededGenerator(seed: 1)
        let fixed = [
            "4294967360", "-4294967232", "9223372036854775807", "99999999999999999999",
            "-99999999999999999999",
        ]
        for text in fixed + (0..<100_000).map({ _ in Self.random(&random) }) {
            #expect(NumberReader.leadingInteger(Array(text.utf8).span) == atoi(text), "'\(text)'")
        }
    }

    @Test("Addresses are read as by inet_aton")
    func addresses() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let fixed = [
            "10.1", "0x0a000001", "012.0.0.1", "1.2.3.4 x", "0x", "0x.1", "08", "4294967295", "4294967296",
            "1.16777216",
        ]
        for text in fixed + (0..<200_000).map({ _ in Self.random(&random) }) {
            var address = in_addr()
            let expected = inet_aton(text, &address) == 1 ? UInt32(bigEndian: address.s_addr) : nil
            #expect(NumberReader.address(Array(text.utf8).span) == expected, "seed \(seed): '\(text)'")
        }
    }

    @Test("The fast path reads endpoints like the general one")
    func plainEndpoints() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let reader = AddressReader(resolver: NumericResolver())
        var plainCount = 0
        for _ in 0..<50_000 {
            let numbers = (0..<5).map { part in
                random.oneIn(6)
                    ? UInt32(truncatingIfNeeded: random.next()) % 100_000 : UInt32(random.next() % 256)
            }
            var text = numbers[..<4].map(String.init).joined(separator: ".") + ":\(numbers[4])"
            if random.oneIn(4) {
                text.remove(at: text.indices.randomElement(using: &random) ?? text.startIndex)
            }
            if random.oneIn(4) { text.insert(random.pick(Self.alphabet), at: text.startIndex) }
            let bytes = Array(text.utf8)
            guard let plain = AddressReader.plainEndpoint(bytes.span) else { continue }
            plainCount += 1
            let form = try? reader.read(bytes.span, serviceProtocol: .tcp)
            #expect(form.map { Endpoint($0.address, port: $0.port ?? 0) } == plain, "seed \(seed): '\(text)'")
        }
        #expect(plainCount > 10_000)
    }
}
