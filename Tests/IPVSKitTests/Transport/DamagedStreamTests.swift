import CNetlink
import IPVSKit
import IPVSTestSupport
import Testing

private typealias Kernel = NetlinkMessage

/// Random damage to what a kernel would answer: whatever comes, an exchange ends, and says how.
///
/// A seed that fails is to be added to the rows.
@Suite struct DamagedStreamTests {
    private static let rounds = 4000

    @Test("An exchange ends whatever is answered", arguments: [1, 2, 3, UInt64.random(in: 4 ... .max)])
    func anyAnswer(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var ends: [String: Int] = [:]
        for round in 0..<Self.rounds {
            let (exchange, answers) = Self.answers(&generator)
            let peer = try ScriptedPeer(Self.damaged(answers, &generator))
            var lines = 0
            if round % 4 == 0 { peer.socket.trace = { _ in lines += 1 } }
            let outcome = peer.outcome(of: exchange, wanted: generator.oneIn(4) ? 1 : .max)
            ends[String(outcome.drop { !$0.isLetter }.prefix(20)), default: 0] += 1
        }
        // The damage must be such that all kinds of ends are met.
        #expect(ends.count > 8, "seed \(seed): \(ends)")
    }

    /// A well-formed answer to some exchange.
    private static func answers(
        _ generator: inout SeededGenerator
    ) -> (ScriptedPeer.Exchange, [[UInt8]]) {
        let count = UInt32(generator.next() % 6 + 1)
        switch generator.next() % 3 {
        case 0:
            let refusals = (1...count).map { sequence in
                Kernel.error(
                    sequence,
                    sequence % 3 == 0 ? 0 : -22,
                    attributes: sequence % 2 == 0 ? Kernel.attribute(1, Array("why\0".utf8)) : [],
                    echo: sequence % 4 == 0 ? [1, 1, 0, 0, 8, 0, 1, 0, 1, 2, 3, 4] : []
                )
            }
            return (.batch(Int(count)), refusals)
        case 1: return (.single, [service(), Kernel.error(1, 0)])
        default:
            let parts = (0..<count).map { _ in service() + service() }
            return (.dump, parts + [Kernel.done(1)])
        }
    }

    private static func service() -> [UInt8] {
        let content =
            Kernel.attribute(1, [2, 0]) + Kernel.attribute(3, [10, 0, 0, 1])
            + Kernel.attribute(6, Array("rr\0".utf8))
            + Kernel.attribute(12, Kernel.attribute(1, Kernel.bytes(UInt64(5))))
        return Kernel.reply(1, flags: NLM_F_MULTI, attributes: Kernel.attribute(1, content))
    }

    private static func damaged(_ datagrams: [[UInt8]], _ generator: inout SeededGenerator) -> [[UInt8]] {
        var datagrams = datagrams
        for _ in 0...(generator.next() % 4) {
            guard !datagrams.isEmpty else { break }
            let index = Int(generator.next() % UInt64(datagrams.count))
            damage(&datagrams[index], &generator)
            switch generator.next() % 12 {
            case 0: datagrams.remove(at: index)
            case 1: datagrams.insert(datagrams[index], at: 0)
            case 2: datagrams.swapAt(index, datagrams.count - 1)
            default: break
            }
        }
        return datagrams
    }

    private static func damage(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let position = Int(generator.next() % UInt64(bytes.count))
        switch generator.next() % 8 {
        case 0: bytes[position] = UInt8(truncatingIfNeeded: generator.next())
        case 1: bytes[position] ^= 1 << UInt8(generator.next() % 8)
        // The fields of the first header: length, type, flags, sequence number, port.
        case 2: bytes[min(position % 16, bytes.count - 1)] = generator.pick([0, 1, 2, 3, 4, 15, 16, 20, 255])
        case 3: bytes.removeLast(position)
        case 4: bytes.append(contentsOf: bytes.prefix(position))
        case 5: bytes.append(contentsOf: Kernel.filler(Int(generator.next() % 6000)))
        case 6: bytes.insert(contentsOf: Kernel.message(type: 28, UInt32(generator.next() % 3)), at: 0)
        default: bytes[min(6, bytes.count - 1)] |= 0x10
        }
    }
}
