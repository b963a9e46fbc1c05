import Foundation
import IPVSKit
import Testing

extension KernelTests {
    /// The socket itself against the kernel, below the table.
    @Suite struct TransportTests {
        private let socket = GenericNetlinkSocket()

        init() throws {
            try #require(
                ProcessInfo.processInfo.environment["LVSCTL_GUEST"] == "1",
                "only for the guest: make test"
            )
            try KernelTable().perform(.clear)
        }

        private func service(_ number: Int) -> ServiceIdentity {
            .tcp(Endpoint(IPAddress(v4: 0x0A00_0001 + UInt32(number)), port: 80))
        }

        private func server(_ number: Int) -> RealServer {
            RealServer(Endpoint(IPAddress(v4: 0x0A01_0001 + UInt32(number)), port: 80))
        }

        /// Fills the kernel's table in batches of the usual size.
        private func fill(services: Int, servers: Int) throws {
            var batch = MessageBatch()
            func send(_ change: Change) throws {
                batch.append(change)
                guard batch.isFull else { return }
                #expect(try socket.transact(&batch) == [])
                batch.removeAll()
            }
            for number in 0..<services {
                try send(.addService(VirtualService(service(number), scheduler: .roundRobin)))
                for server in 0..<servers { try send(.addServer(self.server(server), to: service(number))) }
            }
            #expect(try socket.transact(&batch) == [])
        }

        private func count(
            _ command: UInt8,
            _ kind: RequestKind,
            of identity: ServiceIdentity? = nil,
            wanted: Int = .max
        ) throws -> Int {
            var message = MessageBatch(command: command) { if let identity { $0.put(identity) } }
            var count = 0
            try socket.request(&message, kind: kind) { _, _ in
                count += 1
                return count < wanted
            }
            return count
        }

        @Test("Lists of every length are read")
        func listLengths() throws {
            try fill(services: 300, servers: 10)
            var batch = MessageBatch()
            for number in 10..<2000 {
                batch.append(.addServer(server(number), to: service(7)))
                guard batch.isFull else { continue }
                #expect(try socket.transact(&batch) == [])
                batch.removeAll()
            }
            #expect(try socket.transact(&batch) == [])
            for _ in 0..<2 {
                #expect(try count(IPVSCommand.getService, .dump) == 300)
                for number in 0..<300 {
                    let servers = try count(IPVSCommand.getServer, .shortDump, of: service(number))
                    #expect(servers == (number == 7 ? 2000 : 10))
                }
            }
        }

        @Test("An abandoned list leaves nothing behind")
        func abandonedList() throws {
            try fill(services: 500, servers: 0)
            for wanted in [1, 2, 9, 10, 11, 30, 31, 200] {
                #expect(try count(IPVSCommand.getService, .dump, wanted: wanted) == wanted)
                #expect(try count(IPVSCommand.getService, .dump) == 500)
                #expect(try count(IPVSCommand.getInfo, .single) == 1)
            }
        }

        @Test("More refusals than fit are noticed")
        func manyRefusals() throws {
            var batch = MessageBatch()
            for number in 0..<900 { batch.append(.deleteService(service(number))) }
            do throws(TransportError) {
                let refusals = try socket.transact(&batch)
                Issue.record("all \(refusals.count) answers fit")
            } catch {
                guard case .repliesLost(let refusals) = error else { throw error }
                // At least as many as the largest batch that the table sends.
                #expect(refusals.count >= MessageBatch.messageLimit)
                #expect(refusals.map(\.index) == Array(0..<refusals.count))
                #expect(refusals.allSatisfy { $0.errno == .noSuchService })
            }
            #expect(try count(IPVSCommand.getInfo, .single) == 1)
        }

        @Test("root sends a batch beyond the usual limit as a whole; its refusals do not fit")
        func batchBeyondTheLimit_losesAnswers() throws {
            var batch = MessageBatch()
            batch.append(.addService(VirtualService(service(1), scheduler: .roundRobin)))
            for number in 2..<2002 { batch.append(.deleteService(service(number))) }
            let error = #expect(throws: TransportError.self) { try socket.transact(&batch) }
            guard case .repliesLost = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(try count(IPVSCommand.getService, .dump) == 1)
        }

        @Test("A refusal does not stop the rest of a batch")
        func refusalInBatch() throws {
            var batch = MessageBatch()
            batch.append(.addService(VirtualService(service(1), scheduler: .roundRobin)))
            batch.append(.addService(VirtualService(service(1), scheduler: .roundRobin)))
            batch.append(.addServer(server(1), to: service(2)))
            batch.append(.addServer(server(1), to: service(1)))
            batch.append(.editServer(server(2), of: service(1)))
            let refusals = try socket.transact(&batch)
            #expect(refusals.map(\.index) == [1, 2, 4])
            #expect(refusals.map(\.errno) == [.exists, .noSuchService, .noSuchEntry])
            #expect(try count(IPVSCommand.getServer, .shortDump, of: service(1)) == 1)
        }

        @Test("The kernel names a bad attribute")
        func badAttribute() throws {
            var message = MessageBatch(command: IPVSCommand.setConfig) {
                $0.put32(CommandAttribute.timeoutTCP, 900)
                $0.put8(CommandAttribute.timeoutUDP, 1)
            }
            do throws(TransportError) {
                try socket.request(&message, kind: .single) { _, _ in true }
                Issue.record("accepted")
            } catch {
                guard case .refused(let refusal) = error else { throw error }
                #expect(refusal.errno == .outOfRange)
                #expect(refusal.attributeOffset == 28)
                #expect(refusal.text == "Attribute failed policy validation")
            }
        }

        @Test("Unknown lists and requests are refused")
        func unknownRequests() throws {
            for (command, kind) in [(IPVSCommand.getServer, RequestKind.single), (IPVSCommand.flush, .dump)] {
                let error = #expect(throws: TransportError.self) { try count(command, kind) }
                #expect(error == .refused(Refusal(index: 0, errno: .notSupported)))
            }
            #expect(try count(IPVSCommand.getInfo, .single) == 1)
        }

        @Test("Stopping a daemon without an answer takes no time")
        func silentStop() throws {
            let table = KernelTable()
            var wasSilent = false
            // What must not be waited for.
            socket.timeout = 60_000
            let time = try ContinuousClock().measure {
                for _ in 0..<20 {
                    try table.perform(.startDaemon(SyncDaemon(.master, interface: "lo")))
                    var stop = MessageBatch()
                    stop.append(.stopDaemon(.master))
                    do throws(TransportError) {
                        try socket.request(&stop, kind: .single, timeout: 0) { _, _ in true }
                    } catch {
                        #expect(error == .timedOut(refusals: []))
                        wasSilent = true
                    }
                    #expect(try count(IPVSCommand.getDaemon, .shortDump) == 0)
                }
            }
            // Later kernels acknowledge it.
            if KernelRelease.isBefore(6, 12) {
                #expect(wasSilent, "the kernel acknowledged every stop: nothing was tested")
            }
            #expect(time < .seconds(60))
        }
    }
}
