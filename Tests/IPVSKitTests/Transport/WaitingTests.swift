import Foundation
import IPVSKit
import Synchronization
import Testing

private typealias Kernel = NetlinkMessage

/// Answers that are late or never come, signals, and peers that disappear.
@Suite struct WaitingTests {
    private static let late = "done, then timed out"

    /// Does something on another thread; the caller waits for its end.
    private func meanwhile(_ body: @escaping @Sendable () -> Void) -> DispatchSemaphore {
        let isDone = DispatchSemaphore(value: 0)
        Thread {
            body()
            isDone.signal()
        }.start()
        return isDone
    }

    private func measured(_ peer: ScriptedPeer) -> (outcome: String, time: Duration) {
        var outcome = ""
        let time = ContinuousClock().measure { outcome = peer.outcome(of: .batch(1)) }
        return (outcome, time)
    }

    @Test("A timeout of 0 does not wait")
    func zeroTimeout() throws {
        let (outcome, time) = measured(try ScriptedPeer(timeout: 0))
        #expect(outcome == Self.late)
        // A socket that nobody tells otherwise waits so long.
        #expect(time < .seconds(5))
    }

    @Test("A wait lasts as long as it should")
    func timeout() throws {
        let (outcome, time) = measured(try ScriptedPeer(timeout: 120))
        #expect(outcome == Self.late)
        #expect(time >= .milliseconds(120))
    }

    @Test("Other messages do not prolong the wait")
    func otherMessages() throws {
        let peer = try ScriptedPeer(timeout: 200)
        let isOver = Switch()
        let talk = meanwhile { [end = peer.end] in
            for _ in 0..<3000 where !isOver.isOn {
                try? end.queue([Kernel.done(0)])
                usleep(20_000)
            }
        }
        let (outcome, time) = measured(peer)
        isOver.turnOn()
        talk.wait()
        #expect(outcome == Self.late)
        #expect(time < .seconds(30))
    }

    @Test("A request has its own timeout")
    func requestTimeout() throws {
        let peer = try ScriptedPeer(timeout: 60_000)
        var message = MessageBatch(command: 10)
        let time = ContinuousClock().measure {
            #expect(throws: TransportError.timedOut(refusals: [])) {
                try peer.socket.request(&message, kind: .single, timeout: 0) { _, _ in true }
            }
        }
        #expect(time < .seconds(60))
    }

    @Test("An answer in time is taken")
    func answerInTime() throws {
        let peer = try ScriptedPeer(timeout: 60_000)
        let answer = meanwhile { [end = peer.end] in
            usleep(50_000)
            try? end.queue([Kernel.error(1, -17)])
        }
        defer { answer.wait() }
        #expect(measured(peer).outcome == "0 EEXIST")
    }

    /// Runs `body` while signals keep interrupting this thread.
    private func interrupted(_ body: () -> Void) {
        // Without SA_RESTART, so that system calls end with EINTR.
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in }
        sigaction(SIGUSR1, &action, nil)
        // The threads that tests run on block signals.
        var signal = sigset_t()
        var blocked = sigset_t()
        sigemptyset(&signal)
        sigaddset(&signal, SIGUSR1)
        pthread_sigmask(SIG_UNBLOCK, &signal, &blocked)
        defer { pthread_sigmask(SIG_SETMASK, &blocked, nil) }
        let target = pthread_self()
        let isOver = Switch()
        let signals = meanwhile {
            while !isOver.isOn {
                pthread_kill(target, SIGUSR1)
                usleep(1000)
            }
        }
        body()
        isOver.turnOn()
        signals.wait()
    }

    private final class Switch: Sendable {
        private let state = Atomic(false)
        var isOn: Bool { state.load(ordering: .acquiring) }
        func turnOn() { state.store(true, ordering: .releasing) }
    }

    @Test("Signals do not end a wait")
    func signals() throws {
        let peer = try ScriptedPeer(timeout: 150)
        interrupted {
            let (outcome, time) = measured(peer)
            #expect(outcome == Self.late)
            #expect(time >= .milliseconds(145))
            #expect(time < .seconds(30))
        }
    }

    @Test("Signals do not lose an answer")
    func signalBeforeAnswer() throws {
        let peer = try ScriptedPeer(timeout: 60_000)
        let answer = meanwhile { [end = peer.end] in
            usleep(80_000)
            try? end.queue([Kernel.error(1, -17)])
        }
        defer { answer.wait() }
        interrupted { #expect(measured(peer).outcome == "0 EEXIST") }
    }

    @Test("Sending to a closed peer is an error")
    func sendToClosedPeer() throws {
        let peer = try ScriptedPeer()
        peer.end.hangUp()
        #expect(peer.outcome(of: .batch(1)) == "the request could not be sent: broken pipe (EPIPE)")
    }

    @Test("A peer that closes is noticed")
    func closedPeer() throws {
        let peer = try ScriptedPeer(timeout: 60_000)
        let departure = meanwhile { [end = peer.end] in
            usleep(50_000)
            end.hangUp()
        }
        defer { departure.wait() }
        #expect(measured(peer).outcome == "the other end closed the socket")
    }

    @Test("A peer that closes inside a list is noticed")
    func closedPeerInList() throws {
        let peer = try ScriptedPeer(timeout: 60_000, [Kernel.reply(1)])
        let departure = meanwhile { [end = peer.end] in
            usleep(50_000)
            end.hangUp()
        }
        defer { departure.wait() }
        #expect(peer.outcome(of: .dump) == "1, then the other end closed the socket")
    }

    @Test("A peer that can no longer answer is noticed")
    func silentPeer() throws {
        let peer = try ScriptedPeer(timeout: 60_000)
        peer.end.fallSilent()
        #expect(measured(peer).outcome == "the other end closed the socket")
    }

    /// A datagram socket that is shut for reading is readable, and never anything to read.
    @Test("A socket that is readable in vain is not polled in a loop")
    func readableInVain() throws {
        var pair: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0, &pair) == 0)
        defer { close(pair[1]) }
        shutdown(pair[0], Int32(SHUT_RD))
        let descriptor = pair[0]
        let socket = GenericNetlinkSocket(family: Kernel.family) { (descriptor, Kernel.port) }
        socket.timeout = 10_000
        var batch = MessageBatch(command: 1)
        #expect(throws: TransportError.closed) { try socket.transact(&batch) }
    }

    @Test("A bad descriptor is an error")
    func badDescriptor() throws {
        let socket = GenericNetlinkSocket(family: Kernel.family) { (-1, Kernel.port) }
        var batch = MessageBatch(command: 1)
        #expect(throws: TransportError.send(Errno(rawValue: EBADF))) { try socket.transact(&batch) }
    }
}
