// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/ctype.h>
#include <linux/devcoredump.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/seq_buf.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <linux/utsname.h>
#include <linux/vmalloc.h>

#include <drm/drm_device.h>
#include <drm/drm_drv.h>
#include <drm/qda_accel.h>

#include "qda_coredump.h"
#include "qda_enter.h"
#include "qda_gem.h"
#include "qda_mapping.h"
#include "qda_message.h"
#include "qda_pdmap.h"
#include "qda_rpmsg.h"
#include "qda_session.h"

/**
 * DOC: Core dumps
 *
 * After a crash nothing is left of what a DSP was doing. So when a DSP that is in
 * use crashes, and when the code of a PD faults, a dump says what was going on:
 * /sys/class/devcoredump/devcdN/data. It is text
 * up to a line "memory: ..." that announces the bytes of the PD's own memory,
 * if there are any. Of each device the kernel keeps one dump, until it was
 * read. That of a crash names the remote processor, which outlives its
 * channel; that of a PD names its context bank, so that no program can hide a
 * crash by letting its PD fault.
 *
 * A dump has device addresses and what programs have asked for, but neither
 * addresses of programs nor of the kernel, and of memory only what the DSP
 * itself has built the PD in.
 */

/* What does not fit is cut off. */
#define QDA_COREDUMP_TEXT	SZ_256K

/* Of a PD's memory. */
#define QDA_COREDUMP_MEMORY	SZ_2M

/* Of the text that a PD may leave at the start of its memory. */
#define QDA_COREDUMP_RECORD	SZ_4K

static const char *qda_coredump_arg_kind(u32 sc, unsigned int i)
{
	if (i < qda_scalars_in(sc))
		return "in";
	if (i < qda_scalars_buffers(sc))
		return "out";

	return i < qda_scalars_args(sc) - (sc & 0xf) ? "in handle" : "out handle";
}

static void qda_coredump_args(struct seq_buf *s, const struct qda_invoke *inv)
{
	for (unsigned int i = 0; i < inv->count; i++) {
		const struct qda_arg *arg = &inv->args[i];

		seq_buf_printf(s, "    %s: %llu bytes", qda_coredump_arg_kind(inv->sc, i),
			       arg->size);
		if (inv->maps[i])
			seq_buf_printf(s, " of object %u at %#llx\n", inv->maps[i]->bo->id,
				       arg->base + arg->offset);
		else
			seq_buf_puts(s, arg->size ? " of the kernel's\n" : "\n");
	}
}

/*
 * Using the slot keeps its arguments there. They are complete once the call
 * has been sent, and a call that has an answer is over. But one whose PD has
 * died has none, whatever the DSP has said.
 */
static void qda_coredump_call(struct seq_buf *s, struct qda_invoke *inv, u64 now)
{
	u64 sent, ctx;
	int waiting;

	if (!atomic_inc_not_zero(&inv->users))
		return;

	/* Pairs with the release in qda_invoke_make_pending(). */
	sent = smp_load_acquire(&inv->sent);
	ctx = atomic64_read(&inv->pending);
	/* Those who use it but are neither the DSP nor we. */
	waiting = atomic_read(&inv->users) - 1 - !!ctx;
	if (sent && !READ_ONCE(inv->answered)) {
		seq_buf_printf(s, "  call: context %#llx, handle %#x, method %u, scalars %#010x",
			       inv->ctx, inv->handle, qda_scalars_method(inv->sc), inv->sc);
		seq_buf_printf(s, ", sent %llu us ago%s%s\n", div_u64(now - sent, NSEC_PER_USEC),
			       ctx ? "" : ", answered when its PD was dead",
			       waiting > 0 ? "" : ", given up");
		qda_coredump_args(s, inv);
	}
	qda_invoke_put(inv);
}

static void qda_coredump_pdmaps(struct seq_buf *s, struct qda_session *sess)
{
	struct qda_pdmap *pdmap;
	unsigned long id;

	xa_lock(&sess->pdmaps);
	xa_for_each(&sess->pdmaps, id, pdmap) {
		seq_buf_printf(s, "  map %lu: %llu bytes of object %u from %#llx", id, pdmap->size,
			       pdmap->map->bo->id, pdmap->offset);
		seq_buf_printf(s, ", request %u, flags %#x, at DSP address %#llx%s\n",
			       pdmap->request, pdmap->flags, pdmap->dsp_address,
			       pdmap->state == QDA_PDMAP_MAPPED ? "" : ", busy");
	}
	xa_unlock(&sess->pdmaps);
}

static void qda_coredump_session(struct seq_buf *s, struct qda_session *sess, u64 now)
{
	struct qda_mapping *map;
	unsigned long id;

	lockdep_assert_held(&sess->memory_lock);

	seq_buf_printf(s, "session: client %u, %s, error %d, PD type %u, PD status %d\n",
		       sess->client, qda_session_state_name(READ_ONCE(sess->state)),
		       READ_ONCE(sess->error), sess->pd_type, atomic_read(&sess->pd_status));
	if (sess->gone)
		return;

	seq_buf_printf(s, "  bank: sid %u, init memory %zu bytes at %#llx\n",
		       sess->cb->sid, sess->heap_size,
		       sess->heap ? qda_session_address(sess, sess->heap_addr) : 0);
	/* Not the release slot: its last user has more to do than to recycle it. */
	for (unsigned int i = 0; i < QDA_SESSION_CALLS; i++)
		qda_coredump_call(s, &sess->slots[i], now);
	xa_for_each(&sess->mappings, id, map)
		seq_buf_printf(s, "  object %lu: %llu bytes at %#llx\n", id, map->size, map->addr);
	qda_coredump_pdmaps(s, sess);
}

static void qda_coredump_head(struct seq_buf *s, struct qda_device *qdev)
{
	struct timespec64 time;

	ktime_get_real_ts64(&time);
	seq_buf_printf(s, "qda core dump, format 1\n"
		       "driver: %s %d.%d, interface %d, Linux %s\n"
		       "domain: %s\n"
		       "time: %lld.%09ld\n",
		       qdev->drm.driver->name, qdev->drm.driver->major,
		       qdev->drm.driver->minor, DRM_QDA_UAPI_VERSION,
		       init_utsname()->release, qdev->domain, time.tv_sec, time.tv_nsec);
}

static void qda_coredump_messages(struct seq_buf *s, struct qda_device *qdev, u64 now)
{
	struct qda_message last[QDA_MESSAGES];
	unsigned int n = qda_message_read(&qdev->messages, last);

	for (unsigned int i = 0; i < n; i++)
		seq_buf_printf(s, "message: %lld us ago, %u bytes: %*ph\n",
			       div_s64(now - last[i].time, NSEC_PER_USEC), last[i].len,
			       (int)min(last[i].len, QDA_MESSAGE_BYTES), last[i].bytes);
}

/* Text that the PD has left for us, if it is that. */
static void qda_coredump_record(struct seq_buf *s, const char *memory, size_t size)
{
	size_t limit = min(size, QDA_COREDUMP_RECORD);
	size_t len = strnlen(memory, limit);
	bool start = true;

	if (!len || (len == limit && limit != size))
		return;
	for (size_t i = 0; i < len; i++)
		if (memory[i] != '\n' && !(isascii(memory[i]) && isprint(memory[i])))
			return;

	seq_buf_puts(s, "record:\n");
	for (size_t i = 0; i < len; i++) {
		if (start)
			seq_buf_puts(s, "  ");
		seq_buf_putc(s, memory[i]);
		start = memory[i] == '\n';
	}
	if (!start)
		seq_buf_putc(s, '\n');
}

/* Hands a dump over: the text, and @size bytes that lie behind its buffer. */
static void qda_coredump_publish(struct device *dev, struct seq_buf *s, size_t size)
{
	static const char cut[] = "\n(the rest did not fit)\n";
	char *data = s->buffer;
	size_t len = seq_buf_used(s);

	if (seq_buf_has_overflowed(s)) {
		len = QDA_COREDUMP_TEXT;
		memcpy(data + len - strlen(cut), cut, strlen(cut));
	}
	memmove(data + len, data + QDA_COREDUMP_TEXT, size);

	dev_coredumpv(dev, data, len + size, GFP_KERNEL);
}

/**
 * qda_coredump_crash() - dump all sessions of a DSP that has crashed
 * @qdev: DSP, its sessions not yet ended
 *
 * Nothing happens if there is none, or no memory.
 */
void qda_coredump_crash(struct qda_device *qdev)
{
	u64 now = ktime_get_ns();
	struct qda_session *sess;
	struct seq_buf s;
	char *data;

	if (!qda_session_count(qdev))
		return;
	data = vmalloc(QDA_COREDUMP_TEXT);
	if (!data)
		return;

	seq_buf_init(&s, data, QDA_COREDUMP_TEXT);
	qda_coredump_head(&s, qdev);
	seq_buf_puts(&s, "reason: the DSP has crashed\n");
	scoped_guard(mutex, &qdev->sessions_lock)
		list_for_each_entry(sess, &qdev->sessions, link)
			scoped_guard(mutex, &sess->memory_lock)
				qda_coredump_session(&s, sess, now);
	qda_coredump_messages(&s, qdev, now);
	qda_coredump_publish(qda_rpmsg_processor(qdev), &s, 0);
}

/* Copies the memory of a PD, which the PD may still write to; less zeroes at its end. */
static size_t qda_coredump_copy(const struct qda_session *sess, u8 *to)
{
	size_t size = min(sess->heap_size, QDA_COREDUMP_MEMORY);

	if (!sess->heap)
		return 0;

	memcpy(to, sess->heap, size);
	while (size && !to[size - 1])
		size--;

	return size;
}

/**
 * qda_coredump_fault() - dump a session whose PD has faulted
 * @sess: session, its calls not yet ended
 *
 * Nothing happens without memory, or if the session has none any more.
 */
void qda_coredump_fault(struct qda_session *sess)
{
	struct qda_device *qdev = sess->qdev;
	u64 now = ktime_get_ns();
	struct seq_buf s;
	size_t size;
	char *data;

	data = vmalloc(QDA_COREDUMP_TEXT + QDA_COREDUMP_MEMORY);
	if (!data)
		return;

	seq_buf_init(&s, data, QDA_COREDUMP_TEXT);
	qda_coredump_head(&s, qdev);
	seq_buf_printf(&s, "reason: the PD of client %u has faulted\n", sess->client);

	/* The bank's device is there as long as the session's memory is. */
	guard(mutex)(&sess->memory_lock);
	if (sess->gone) {
		vfree(data);
		return;
	}
	size = qda_coredump_copy(sess, data + QDA_COREDUMP_TEXT);
	qda_coredump_record(&s, data + QDA_COREDUMP_TEXT, size);
	qda_coredump_session(&s, sess, now);
	qda_coredump_messages(&s, qdev, now);
	seq_buf_printf(&s, "memory: %zu bytes follow\n", size);
	qda_coredump_publish(sess->cb->dev, &s, size);
}
