#ifndef CNETLINK_H
#define CNETLINK_H

// Generic netlink for IPVSKit: a socket of libnl's, and exchanges on it without loss.
//
// An exchange is one send and all the answers to it. libnl's own receive loop is not used: it maps
// the kernel's error numbers to fewer numbers of its own, reads one datagram a call, and leaves the
// rest of an abandoned dump in the socket. libnl's headers stay out of here, so that importers see
// the kernel's constants and the functions below, and nothing else.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/types.h>

#include <linux/genetlink.h>
#include <linux/ip_vs.h>
#include <linux/netlink.h>

/// A connected generic netlink socket and the exchange that is under way on it.
///
/// Not thread-safe. One exchange at a time.
typedef struct CNetlink_socket CNetlink_socket;

/// What an exchange asks and what ends it.
typedef enum __attribute__((enum_extensibility(closed))) CNetlink_kind : int32_t {
    /// Many requests without replies. Only the last is acknowledged; every refusal is reported.
    CNetlink_kind_batch,
    /// One request, its replies, and its acknowledgement.
    CNetlink_kind_single,
    /// One request for a list, which ends with a message of its own (`NLMSG_DONE`).
    CNetlink_kind_dump,
} CNetlink_kind;

/// What happened in an exchange. Everything from `over` on ends the exchange.
typedef enum __attribute__((enum_extensibility(closed))) CNetlink_event : int32_t {
    /// A datagram came in; its messages follow as further events. Only while tracing.
    CNetlink_event_datagram,
    /// One reply: `command` and, in `bytes`, its attributes.
    CNetlink_event_reply,
    /// The kernel refused the request at `index`; the others went on. See `error` and what follows it.
    CNetlink_event_refusal,

    /// All answers were delivered.
    CNetlink_event_over,
    /// No end came in time. The requests were executed as far as is known.
    CNetlink_event_timed_out,
    /// The receive buffer overflowed: the requests were executed but not all answers are known.
    CNetlink_event_replies_lost,
    /// The list changed while the kernel wrote it (`NLM_F_DUMP_INTR`).
    CNetlink_event_dump_interrupted,
    /// A datagram had `needed` bytes, the buffer `found`. The next exchange has a larger buffer.
    CNetlink_event_truncated,
    /// A message made no sense: `part` needs `needed` bytes and `found` are there.
    CNetlink_event_malformed,
    /// Receiving failed with `error`.
    CNetlink_event_receive_failed,
    /// The other end is gone. A kernel never is.
    CNetlink_event_closed,
    /// More messages came that belong to other exchanges than is reasonable.
    CNetlink_event_flooded,
} CNetlink_event;

/// The part of a malformed datagram that does not fit.
typedef enum __attribute__((enum_extensibility(closed))) CNetlink_part : int32_t {
    /// `struct nlmsghdr`: fewer than 16 bytes are left in the datagram, or a length is less than 16.
    CNetlink_part_header,
    /// A whole message: its length is greater than what is left in the datagram.
    CNetlink_part_message,
    /// `struct genlmsghdr` of a reply.
    CNetlink_part_generic_header,
    /// `struct nlmsgerr` of an acknowledgement or a refusal.
    CNetlink_part_error,
    /// The status at the end of a dump.
    CNetlink_part_status,
} CNetlink_part;

/// The particulars of one event. Which members mean something is said at the events.
typedef struct CNetlink_answer {
    /// Which request of the exchange is answered, from 0.
    uint32_t index;
    /// The kernel's error number, positive and unchanged.
    int32_t error;
    /// Where in the refused request, from its `nlmsghdr`, the offending attribute is; 0 if not said.
    uint32_t attribute_offset;
    /// The type of a required attribute that the refused request lacks; 0 if not said.
    uint32_t missing_attribute;
    /// The command of a reply, `IPVS_CMD_*` or `CTRL_CMD_*`.
    uint8_t command;
    /// What is malformed.
    CNetlink_part part;
    /// How many bytes there should be.
    uint32_t needed;
    /// How many bytes there are.
    uint32_t found;
    /// A reply's attributes, a refusal's text (extended ack, no terminating zero), or a datagram.
    ///
    /// Belongs to the socket and stays until the next call with it.
    const uint8_t *_Nullable bytes;
    /// How many bytes there are at `bytes`.
    size_t length;
} CNetlink_answer;

/// Opens a generic netlink socket of this network namespace. Returns 0 or -errno.
///
/// The receive buffer holds the answers to 256 refused requests with room to spare.
int CNetlink_open_socket(CNetlink_socket *_Nullable *_Nonnull out)
    __attribute__((warn_unused_result));

/// Makes a socket of any datagram socket, so that a test can play the kernel over a `socketpair(2)`.
///
/// Answers must be addressed to `port`. The descriptor is closed with the socket, and on failure too.
/// Returns 0 or -errno.
int CNetlink_adopt_socket(int descriptor, uint32_t port, CNetlink_socket *_Nullable *_Nonnull out)
    __attribute__((warn_unused_result));

/// Closes and frees a socket.
void CNetlink_close_socket(CNetlink_socket *_Nonnull socket);

/// Reports every received datagram as an event of its own from now on.
void CNetlink_trace_datagrams(CNetlink_socket *_Nonnull socket);

/// Whether a new exchange cannot meet the remains of an earlier one. If not, close the socket.
///
/// False after a dump whose end did not come: the kernel would refuse the next one with `EBUSY`.
bool CNetlink_is_usable(const CNetlink_socket *_Nonnull socket)
    __attribute__((warn_unused_result));

/// Whether a long dump made the receive length grow, which slows down many short dumps.
///
/// The kernel makes room for the longest receive of a socket's life in every datagram of a dump.
bool CNetlink_has_grown(const CNetlink_socket *_Nonnull socket)
    __attribute__((warn_unused_result));

/// The number of the datagram that the last event came in, from 1 in each exchange.
uint32_t CNetlink_datagram_number(const CNetlink_socket *_Nonnull socket)
    __attribute__((warn_unused_result));

/// Sends requests in one datagram and begins to collect the answers.
///
/// `messages` are `count` whole messages, each a multiple of 4 bytes long, on a 4-byte boundary, with
/// length, command and version set; type (`family`), flags, sequence number and port are written into
/// them here. A single request and a dump are one message. `timeout` is how many milliseconds may pass
/// without an answer; 0 does not wait at all, which is enough for a kernel: it answers inside the send.
///
/// Returns 0, or -errno with nothing executed: `EINVAL` for messages that are not whole, `EBUSY` inside
/// another exchange, or what the send failed with.
int CNetlink_begin_exchange(CNetlink_socket *_Nonnull socket, CNetlink_kind kind, uint16_t family,
                            void *_Nonnull messages, size_t length, size_t count,
                            uint32_t timeout) __attribute__((warn_unused_result));

/// Returns the next event of the exchange; `over` again and again after its end.
///
/// Must be called until the exchange is at its end, also by who wants no more replies. An error in
/// what is received does not stop the exchange: the rest is read first, so that the socket stays
/// usable and refusals are not lost, and the first error is the last event.
CNetlink_event CNetlink_next_event(CNetlink_socket *_Nonnull socket,
                                   CNetlink_answer *_Nonnull answer)
    __attribute__((warn_unused_result));

/// Opens a socket for the functions below. Returns the descriptor, to be closed by the caller, or -errno.
int CNetlink_open_options(void) __attribute__((warn_unused_result));

/// Reads the IPv4 services of one moment (`IP_VS_SO_GET_SERVICES`).
///
/// `request` is followed by room for so many entries. Returns how many were filled, or -errno. If none is left, there
/// may be more services.
int64_t CNetlink_read_services(int descriptor, struct ip_vs_get_services *_Nonnull request, uint32_t room)
    __attribute__((warn_unused_result));

/// Reads the service that `entry` names (`IP_VS_SO_GET_SERVICE`) into it. Returns 0 or -errno.
int CNetlink_read_service(int descriptor, struct ip_vs_service_entry *_Nonnull entry)
    __attribute__((warn_unused_result));

/// Reads the IPv4 servers that an IPv4 service has in one moment (`IP_VS_SO_GET_DESTS`).
///
/// `request` names the service and is followed by room for so many entries. Returns how many were filled, or -errno.
/// If none is left, there may be more servers; those of another address family are left out in any case.
int64_t CNetlink_read_servers(int descriptor, struct ip_vs_get_dests *_Nonnull request, uint32_t room)
    __attribute__((warn_unused_result));

#endif
