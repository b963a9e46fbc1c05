import Foundation
import IPVSKit
import Testing

@Suite struct IPAddressTests {
    private static func system(_ text: String) -> String? {
        var v4 = in_addr()
        var v6 = in6_addr()
        var output = [CChar](repeating: 0, count: 64)
        if inet_pton(AF_INET, text, &v4) == 1 {
            inet_ntop(AF_INET, &v4, &output, 64)
        } else if inet_pton(AF_INET6, text, &v6) == 1 {
            inet_ntop(AF_INET6, &v6, &output, 64)
        } else {
            return nil
        }
        return String(decoding: output.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    @Test(
        "Addresses are read and printed as by inet_pton and inet_ntop",
        arguments: [
            "10.0.0.1", "0.0.0.0", "255.255.255.255", "256.1.1.1", "1.2.3", "1.2.3.4.5", "01.2.3.4",
            "1.2.3.04",
            "1..2.3", ".1.2.3", "1.2.3.", "1.2.3.4 ", "", ".", ":", "::", ":::", "::1", "1::", "1::2::3",
            "2001:db8::1", "2001:DB8:0:0:0:0:0:1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "::1:2:3:4:5:6:7:8", "1:2:3:4::5:6:7:8", "12345::", "g::",
            "::ffff:10.0.0.1", "::10.0.0.1", "::ffff:10.0.0.256", "1:2:3:4:5:6:10.0.0.1",
            "1:2:3:4:5:6:7:10.0.0.1",
            "1::10.0.0.1", "10.0.0.1::", "::1.2.3.4:5", "fe80::1%eth0", "1:", ":1", "1:2:3:4:5:6:7:",
            "0:0:1:0:0:0:1:1",
            "0:0:1:0:0:1:0:0", "1:0:2:0:3:0:4:0", "::ffff:0:0", "::fffe:1:2", "0::0", "::0.0.0.1", "::1:0",
        ]
    )
    func text(text: String) {
        #expect(IPAddress(text)?.description == Self.system(text))
    }

    @Test("Random text is read as by inet_pton")
    func randomText() {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("0123456789abcdF:::...:")
        for _ in 0..<200_000 {
            let text = String(
                (0..<Int.random(in: 1...18)).map { _ in alphabet.randomElement(using: &generator) ?? ":" }
            )
            #expect(IPAddress(text)?.description == Self.system(text), "\(text)")
        }
    }

    @Test("Random addresses are printed as by inet_ntop")
    func randomAddresses() {
        for _ in 0..<50_000 {
            let words = (0..<2).map { _ in
                (0..<4).reduce(UInt64(0)) { word, _ in
                    word << 16 | [0, 0, 0xFFFF, UInt64.random(in: 0...0xFFFF)].randomElement()!
                }
            }
            let address = IPAddress(v6: words[0], words[1])
            #expect(Self.system(address.description) == address.description)
            #expect(IPAddress(address.description) == address)
        }
    }
}
