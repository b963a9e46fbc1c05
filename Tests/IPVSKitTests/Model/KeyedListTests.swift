import IPVSKit
import IPVSTestSupport
import Testing

@Suite struct KeyedListTests {
    private static func server(_ number: Int, weight: UInt32) -> RealServer {
        RealServer(Endpoint(IPAddress(v4: UInt32(number)), port: 80), weight: weight)
    }

    /// Random additions, replacements and removals, beside an array in which everything is looked for; short lists and
    /// long ones, and those that become the other.
    @Test("A keyed list behaves like an array with unique keys", arguments: [4, 15, 16, 17, 18, 40, 300])
    func randomChanges(keys: Int) {
        var random = SeededGenerator(seed: UInt64(keys))
        var list = KeyedList<Endpoint, RealServer>()
        var model: [RealServer] = []
        for step in 0..<4000 {
            // Growing and shrinking in turns.
            let isRemoval = Int.random(in: 0..<10, using: &random) < (step / 500 % 2 == 0 ? 3 : 7)
            let server = Self.server(Int.random(in: 0..<keys, using: &random), weight: UInt32(step))
            let place = model.firstIndex { $0.endpoint == server.endpoint }
            #expect(list[server.endpoint] == place.map { model[$0] })
            if isRemoval {
                list[server.endpoint] = nil
                if let place { model.remove(at: place) }
            } else if let place, step.isMultiple(of: 2) {
                list.modify(server.endpoint) { $0.weight = server.weight }
                model[place].weight = server.weight
            } else {
                list[server.endpoint] = server
                if let place { model[place] = server } else { model.append(server) }
            }
            #expect(list.count == model.count && list.isEmpty == model.isEmpty)
            if step.isMultiple(of: 50) {
                #expect(Array(list) == model)
                // As a collection, forwards and backwards, over the holes that removals leave.
                #expect(list.indices.map { list[$0] } == model && list.map(\.weight) == model.map(\.weight))
                #expect(
                    list.reversed() == model.reversed() && list.first == model.first
                        && list.last == model.last
                )
                #expect(
                    model.allSatisfy { server in list.index(of: server.endpoint).map { list[$0] } == server }
                )
            }
        }
    }
}
