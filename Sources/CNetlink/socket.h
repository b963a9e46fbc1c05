#ifndef CNETLINK_SOCKET_H
#define CNETLINK_SOCKET_H

// What the source files of CNetlink share. Not part of the module.

#include "CNetlink.h"

#include <sys/socket.h>

#ifndef _GNU_SOURCE
#error "recvmmsg(2) needs _GNU_SOURCE"
#endif

struct nl_sock;

/// The most datagrams that one system call reads. The answers to a batch come one in a datagram.
enum { datagram_limit = 64 };

/// How many answers to a batch are read at first.
enum { acknowledgement_limit = 2 };

/// How many datagrams of a dump are read at once: a short dump is one, and one for its end.
enum { dump_datagram_limit = 2 };

/// From how many datagrams on a dump is read in the longest ones.
enum { long_dump = 3 };

/// The room for an acknowledgement or refusal. They are at most about 200 bytes long.
enum { acknowledgement_length = 1024 };

/// The longest datagram of a dump that the kernel builds (af_netlink.c: 32 KiB with the overhead).
enum { longest_receive_length = 32 * 1024 };

/// All receive buffers together.
enum { arena_length = dump_datagram_limit * longest_receive_length };

/// The exchange under way.
struct exchange {
    /// Whether there is one.
    bool is_active;
    /// Whether its last answer was read.
    bool has_ended;
    /// Whether only what has already arrived is to be read, because an error was found.
    bool is_draining;
    CNetlink_kind kind;
    uint16_t family;
    /// Sequence number of the first request; the others follow.
    uint32_t first_sequence;
    /// How many requests there are.
    uint32_t count;
    /// The most milliseconds between two answers.
    uint32_t timeout;
    /// When time is up, in milliseconds of the monotonic clock; 0 until somebody has to wait.
    int64_t deadline;
    /// How many datagrams were received.
    uint32_t datagrams;
    /// How many messages or datagrams belonged to something else.
    uint32_t strangers;
    /// The first error found, or `CNetlink_event_over`.
    CNetlink_event fault;
    /// Its particulars.
    CNetlink_answer fault_answer;
};

/// What the last system call read, and how far it is understood.
struct window {
    unsigned count;
    unsigned next;
    /// The rest of the datagram being read.
    const uint8_t *_Nullable cursor;
    size_t left;
    /// Whether that datagram was longer than its buffer, and how long it was.
    bool is_truncated;
    uint32_t full_length;
    struct mmsghdr headers[datagram_limit];
    struct iovec vectors[datagram_limit];
    struct sockaddr_nl senders[datagram_limit];
};

struct CNetlink_socket {
    /// Null for an adopted descriptor.
    struct nl_sock *_Nullable libnl;
    int descriptor;
    /// The port id that answers are addressed to.
    uint32_t port;
    /// The next unused sequence number.
    uint32_t sequence;
    /// The receive length of dumps. It never shrinks: the kernel's datagrams do not either.
    uint32_t receive_length;
    bool is_tracing;
    /// Whether a dump may still be under way in the kernel, or the socket is dead.
    bool is_spoilt;
    struct exchange exchange;
    struct window window;
    /// Receive buffers, untouched until something arrives.
    uint8_t arena[arena_length] __attribute__((aligned(8)));
};

/// Reads what has arrived, waits for it if need be, and fills the window.
///
/// Returns `CNetlink_event_datagram`, or the event that ends the exchange.
CNetlink_event CNetlink_receive_window(CNetlink_socket *_Nonnull socket,
                                       CNetlink_answer *_Nonnull answer);

/// Remembers the first error of the exchange; nothing is waited for any more.
void CNetlink_note_fault(CNetlink_socket *_Nonnull socket, CNetlink_event fault,
                         const CNetlink_answer *_Nullable answer);

/// Takes the error, text and offsets out of a refusal whose `struct nlmsgerr` is known to fit.
void CNetlink_read_refusal(const struct nlmsghdr *_Nonnull header,
                           CNetlink_answer *_Nonnull answer);

/// Takes error and text out of the end of a dump whose status is known to fit.
void CNetlink_read_end(const struct nlmsghdr *_Nonnull header, CNetlink_answer *_Nonnull answer);

#endif
