#include <linux/types.h>
#include <linux/ip_vs.h>
#include <linux/netlink.h>
#include <linux/genetlink.h>
