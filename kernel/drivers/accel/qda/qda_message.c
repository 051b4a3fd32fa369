// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/ktime.h>
#include <linux/minmax.h>
#include <linux/stddef.h>
#include <linux/string.h>

#include "qda_device.h"
#include "qda_invoke.h"
#include "qda_message.h"
#include "qda_session.h"
#include "qda_trace.h"

/**
 * DOC: Messages of the DSP
 *
 * A DSP says two things: that a call is over, and, if its firmware is new
 * enough, what has become of a PD. Its last words are kept for the dump that a
 * crash leaves. Whatever does not make sense is counted as stray.
 */

/**
 * qda_message_init() - set up an empty log
 * @log: log
 */
void qda_message_init(struct qda_message_log *log)
{
	spin_lock_init(&log->lock);
}

static void qda_message_keep(struct qda_message_log *log, const u8 *bytes, u32 len)
{
	struct qda_message *message;

	guard(spinlock_irqsave)(&log->lock);

	message = &log->last[log->count++ % QDA_MESSAGES];
	message->time = ktime_get_ns();
	message->len = len;
	memcpy(message->bytes, bytes, QDA_MESSAGE_BYTES);
}

/**
 * qda_message_read() - copy what is in a log
 * @log: log
 * @to: room for %QDA_MESSAGES messages
 *
 * Return: how many there are, the oldest first.
 */
unsigned int qda_message_read(struct qda_message_log *log, struct qda_message *to)
{
	unsigned int n;

	guard(spinlock_irq)(&log->lock);

	n = min_t(u64, log->count, QDA_MESSAGES);
	for (unsigned int i = 0; i < n; i++)
		to[i] = log->last[(log->count - n + i) % QDA_MESSAGES];

	return n;
}

/* A PD that has started, or goes with the DSP, is no news. */
static void qda_message_notice(struct qda_device *qdev, const struct qda_wire_notice *notice)
{
	u32 client = le32_to_cpu(notice->client);
	u32 status = le32_to_cpu(notice->status);
	bool known = true;

	if (le32_to_cpu(notice->type) != QDA_WIRE_NOTICE_PD_STATUS)
		return;

	if (status >= QDA_WIRE_PD_EXITED && status <= QDA_WIRE_PD_FAULTED)
		known = qda_session_abort(qdev, client, status);
	trace_qda_notice(qdev, client, status, known);
	if (!known)
		atomic_inc(&qdev->strays);
}

/**
 * qda_message_receive() - handle a message of the DSP
 * @qdev: DSP
 * @data: the message
 * @len: its bytes
 *
 * Callable in interrupt context.
 */
void qda_message_receive(struct qda_device *qdev, const void *data, u32 len)
{
	u8 bytes[QDA_MESSAGE_BYTES] __aligned(8) = {};
	const struct qda_wire_answer *answer = (void *)bytes;
	const struct qda_wire_notice *notice = (void *)bytes;
	u64 ctx = 0;

	memcpy(bytes, data, min_t(u32, len, sizeof(bytes)));
	qda_message_keep(&qdev->messages, bytes, len);

	if (len >= offsetofend(struct qda_wire_answer, ctx))
		ctx = le64_to_cpu(answer->ctx);
	if (len >= offsetofend(struct qda_wire_notice, status) && ctx == QDA_WIRE_NOTICE_CTX) {
		qda_message_notice(qdev, notice);
		return;
	}

	qda_invoke_answer(qdev, ctx, le32_to_cpu(answer->result),
			  len < offsetofend(struct qda_wire_answer, result));
}
