// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: notices
 *
 * Newer firmware tells the kernel, unasked, that a PD has ended. The message is longer
 * than an answer and has a context of its own, which no call has: Linux 7.3's fastrpc
 * drops it for that context, a kernel that knows it fails the calls of that PD at once
 * (docs/protocol.md, Notices). The log says the same.
 */
#include "fastrpc/notice.h"

#include "fastrpc/domain.h"
#include "fastrpc/farf.h"
#include "fastrpc/fastrpc.h"
#include "fastrpc/process.h"
#include "fastrpc/wire.h"

static const char *const notice_events[] = {
	[NOTICE_UP] = "started",
	[NOTICE_EXIT] = "ended: exit",
	[NOTICE_KILLED] = "ended: killed",
	[NOTICE_EXCEPTION] = "ended: exception",
	[NOTICE_RESTART] = "ended: restart of the DSP",
};

#define NOTICE_COUNT (sizeof(notice_events) / sizeof(notice_events[0]))

/**
 * notice_send() - Tell the guest what has become of a PD.
 * @status: what has become of it; another number, of a lie, goes out as it is
 *
 * Goes out before any answer that is sent later.
 */
void notice_send(struct domain *d, const struct process *pd, enum notice_status status)
{
	const struct wire_notice notice = {
		.ctx = WIRE_NOTICE_CTX,
		.type = WIRE_NOTICE_STATUS,
		.client_id = pd->client_id,
		.status = status,
	};

	farf_event(d, pd, "%s", status < NOTICE_COUNT ? notice_events[status] : "ended: a lie");
	d->link_ops->send(d->link, &notice, sizeof(notice));
}
