// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include <drm/qda_accel.h>

#include "qda_deadline.h"
#include "qda_enter.h"
#include "qda_mapping.h"
#include "qda_pd.h"
#include "qda_pdmap.h"
#include "qda_session.h"
#include "qda_wire.h"

/**
 * DOC: Protection domains
 *
 * A protection domain (PD) is a process on the DSP. A session attaches to one
 * that is there, or has one created. The calls here are the kernel's own:
 * client 0 in the message, the session's client id in the first argument. Their
 * arguments are small and lie in the payload, behind its head.
 */

/* A DSP under load loads a PD in well under a second. */
#define QDA_PD_TIMEOUT_MS		10000

/* The DSP wants this much to start a PD, and four times its program. */
#define QDA_PD_HEAP_MIN			(2 * 1024 * 1024)
#define QDA_PD_HEAP_ALIGN		(1024 * 1024)

/** struct qda_pd_arg - argument of a kernel call: @in or @out is set */
struct qda_pd_arg {
	/** @in: bytes to send, or NULL */
	const void *in;
	/** @out: where the DSP's bytes go, or NULL */
	void *out;
	/** @size: number of bytes */
	size_t size;
};

static s64 qda_pd_deadline(void)
{
	return ktime_get_ns() + (s64)QDA_PD_TIMEOUT_MS * NSEC_PER_MSEC;
}

static int qda_pd_fill(struct qda_invoke *inv, const struct qda_pd_arg *args,
		       unsigned int count)
{
	size_t pos = qda_marshal_size(count), extra = 0;
	u64 base;
	int ret;

	for (unsigned int i = 0; i < count; i++)
		extra += ALIGN(args[i].size, QDA_WIRE_ALIGN);
	ret = qda_invoke_prepare(inv, count, extra);
	if (ret)
		return ret;

	base = qda_session_address(inv->sess, inv->payload_addr);
	for (unsigned int i = 0; i < count; i++) {
		inv->args[i] = (struct qda_arg){
			.size = args[i].size,
			.base = base,
			.span = inv->payload_size,
			.offset = pos,
		};
		pos += ALIGN(args[i].size, QDA_WIRE_ALIGN);
	}

	return 0;
}

static struct qda_invoke *qda_pd_begin(struct qda_session *sess,
				       const struct qda_pd_arg *args,
				       unsigned int count)
{
	struct qda_invoke *inv;
	int ret;

	inv = qda_invoke_get(sess, QDA_KILLABLE, qda_pd_deadline());
	if (IS_ERR(inv))
		return inv;

	ret = qda_pd_fill(inv, args, count);
	if (ret) {
		qda_invoke_put(inv);
		return ERR_PTR(ret);
	}

	return inv;
}

static int qda_pd_send(struct qda_invoke *inv, const struct qda_pd_arg *args,
		       u32 handle, u32 sc)
{
	if (!qda_session_enter(inv->sess))
		return qda_session_error(inv->sess);
	for (unsigned int i = 0; i < inv->count; i++)
		if (args[i].in)
			memcpy(inv->payload + inv->args[i].offset, args[i].in, args[i].size);
		else if (args[i].out)
			memset(inv->payload + inv->args[i].offset, 0, args[i].size);
	qda_session_exit(inv->sess);

	return qda_invoke_send(inv, 0, handle, sc);
}

static int qda_pd_copy_out(struct qda_invoke *inv, const struct qda_pd_arg *args)
{
	if (!qda_session_enter(inv->sess))
		return qda_session_error(inv->sess);
	for (unsigned int i = 0; i < inv->count; i++)
		if (args[i].out)
			memcpy(args[i].out, inv->payload + inv->args[i].offset, args[i].size);
	qda_session_exit(inv->sess);

	return 0;
}

/* Returns 0 or an error; what the DSP itself says is the slot's result. */
static int qda_pd_call(struct qda_invoke *inv, const struct qda_pd_arg *args,
		       u32 handle, u32 sc, bool *asked)
{
	int ret;

	ret = qda_pd_send(inv, args, handle, sc);
	*asked = !ret;
	if (ret)
		return ret;

	ret = qda_invoke_wait(inv, QDA_KILLABLE, qda_pd_deadline());
	if (ret)
		return ret;

	return inv->result ? 0 : qda_pd_copy_out(inv, args);
}

/*
 * Runs a call that may be the first of a session; consumes the slot. If the DSP
 * refuses a PD, the session has the one from before; if there was none, the release
 * call names the one that was refused, for a DSP may not mean what it says.
 */
static int qda_pd_start(struct qda_invoke *inv, u32 pd_type, const struct qda_pd_arg *args,
			u32 handle, u32 sc, s32 *result)
{
	struct qda_session *sess = inv->sess;
	u32 old_type = sess->pd_type;
	bool asked;
	int ret;

	ret = qda_session_event(sess, QDA_SESSION_START);
	if (ret < 0)
		goto out_put;

	sess->pd_type = pd_type;
	ret = qda_pd_call(inv, args, handle, sc, &asked);
	if (ret)
		goto out_put;

	*result = inv->result;
	if (inv->result) {
		if (sess->has_pd)
			sess->pd_type = old_type;
		ret = -EREMOTEIO;
	} else {
		sess->has_pd |= handle == QDA_WIRE_HANDLE_INIT;
		ret = qda_session_event(sess, QDA_SESSION_STARTED);
	}

out_put:
	qda_invoke_put(inv);
	return min(ret, 0);
}

/**
 * qda_pd_attach() - attach a session to a PD that exists
 * @sess: session, new
 * @pd_type: QDA_WIRE_PD_ROOT or QDA_WIRE_PD_SENSORS
 * @result: where the DSP's answer goes
 *
 * Return: 0; -EREMOTEIO if the DSP refused; -ETIMEDOUT; -ERESTARTSYS if the
 * caller was killed; or the error of the session.
 */
int qda_pd_attach(struct qda_session *sess, u32 pd_type, s32 *result)
{
	__le32 client = cpu_to_le32(sess->client);
	const struct qda_pd_arg args[] = {
		{ .in = &client, .size = sizeof(client) },
	};
	struct qda_invoke *inv;

	inv = qda_pd_begin(sess, args, ARRAY_SIZE(args));
	if (IS_ERR(inv))
		return PTR_ERR(inv);

	return qda_pd_start(inv, pd_type, args, QDA_WIRE_HANDLE_INIT,
			    DRM_QDA_SCALARS(QDA_WIRE_INIT_ATTACH, 1, 0, 0, 0), result);
}

/**
 * qda_pd_attach_static() - attach a session to a static PD: that for audio
 * @sess: session, new
 * @name: name of the PD
 * @size: its bytes with the NUL
 * @result: where the DSP's answer goes
 *
 * The first time in the life of a DSP, the PD gets the memory that the device
 * tree reserves for it, and keeps it.
 *
 * Return: as qda_pd_attach(), or qda_heap_assign().
 */
int qda_pd_attach_static(struct qda_session *sess, const char *name, size_t size,
			 s32 *result)
{
	struct qda_device *qdev = sess->qdev;
	struct qda_wire_create_static create = {
		.client = cpu_to_le32(sess->client),
		.name_len = cpu_to_le32(size),
	};
	struct qda_wire_page page = {};
	const struct qda_pd_arg args[] = {
		{ .in = &create, .size = sizeof(create) },
		{ .in = name, .size = size },
		{ .in = &page, .size = sizeof(page) },
	};
	struct qda_invoke *inv;
	bool give;
	int ret;

	ret = qda_heap_assign(&qdev->heap);
	if (ret)
		return ret;

	inv = qda_pd_begin(sess, args, ARRAY_SIZE(args));
	if (IS_ERR(inv))
		return PTR_ERR(inv);

	give = qdev->heap.size && !atomic_xchg(&qdev->heap.given, 1);
	if (give) {
		/* A physical address: the PD's memory is not behind a bank. */
		page.addr = cpu_to_le64(qdev->heap.addr);
		page.size = cpu_to_le64(qdev->heap.size);
		create.pages = cpu_to_le32(1);
	}
	ret = qda_pd_start(inv, QDA_WIRE_PD_USER, args, QDA_WIRE_HANDLE_INIT,
			   DRM_QDA_SCALARS(QDA_WIRE_INIT_CREATE_STATIC, 3, 0, 0, 0), result);
	/* A DSP that has not answered may have taken it. */
	if (give && ret == -EREMOTEIO)
		atomic_set(&qdev->heap.given, 0);

	return ret;
}

static void qda_pd_set_image(struct qda_invoke *inv, unsigned int i,
			     const struct qda_pd_params *params)
{
	if (!params->image)
		return;

	kref_get(&params->image->ref);
	inv->args[i].size = params->image_size;
	inv->args[i].offset = params->image_offset;
	qda_invoke_set_mapping(inv, i, params->image);
}

/**
 * qda_pd_create() - create a user PD for a session
 * @sess: session, new
 * @params: what PD
 * @result: where the DSP's answer goes
 *
 * Return: 0; -EREMOTEIO if the DSP refused; -ETIMEDOUT; -ENOMEM; -ERESTARTSYS
 * if the caller was killed; or the error of the session.
 */
int qda_pd_create(struct qda_session *sess, const struct qda_pd_params *params,
		  s32 *result)
{
	char name[TASK_COMM_LEN];
	struct qda_wire_create create = {
		.client = cpu_to_le32(sess->client),
		.name_len = cpu_to_le32(sizeof(name)),
		.image_len = cpu_to_le32(params->image_size),
		.pages = cpu_to_le32(1),
		.attrs = cpu_to_le32(params->attrs),
		.sig_len = cpu_to_le32(params->signature_size),
	};
	struct qda_wire_page page;
	const struct qda_pd_arg args[] = {
		{ .in = &create, .size = sizeof(create) },
		{ .in = name, .size = sizeof(name) },
		{ .size = 0 },
		{ .in = &page, .size = sizeof(page) },
	};
	u32 method = params->attrs ? QDA_WIRE_INIT_CREATE_ATTR : QDA_WIRE_INIT_CREATE;
	struct qda_invoke *inv;
	int ret;

	get_task_comm(name, current);
	ret = qda_session_alloc_heap(sess, max(QDA_PD_HEAP_MIN,
					       ALIGN(4 * params->image_size, QDA_PD_HEAP_ALIGN)));
	if (ret)
		return ret;
	page.addr = cpu_to_le64(qda_session_address(sess, sess->heap_addr));
	page.size = cpu_to_le64(sess->heap_size);

	inv = qda_pd_begin(sess, args, ARRAY_SIZE(args));
	if (IS_ERR(inv))
		return PTR_ERR(inv);

	qda_pd_set_image(inv, 2, params);

	return qda_pd_start(inv, QDA_WIRE_PD_USER, args, QDA_WIRE_HANDLE_INIT,
			    DRM_QDA_SCALARS(method, 4, 0, 0, 0), result);
}

/* Asks for memory to be mapped or unmapped; consumes the slot. */
static int qda_pd_finish(struct qda_pdmap *pdmap, struct qda_invoke *inv,
			 const struct qda_pd_arg *args, u32 sc, s32 *result)
{
	int ret;

	ret = qda_pd_call(inv, args, QDA_WIRE_HANDLE_INIT, sc, &pdmap->asked);
	if (!ret) {
		*result = inv->result;
		ret = inv->result ? -EREMOTEIO : 0;
	}
	qda_invoke_put(inv);

	return ret;
}

static int qda_pd_mmap(struct qda_pdmap *pdmap, struct qda_wire_page *page,
		       __le64 *addr, s32 *result)
{
	struct qda_wire_mmap in = {
		.client = cpu_to_le32(pdmap->sess->client),
		.flags = cpu_to_le32(pdmap->flags),
		.wish = cpu_to_le64(pdmap->wish),
		.pages_size = cpu_to_le32(sizeof(*page)),
	};
	const struct qda_pd_arg args[] = {
		{ .in = &in, .size = sizeof(in) },
		{ .in = page, .size = sizeof(*page) },
		{ .out = addr, .size = sizeof(*addr) },
	};
	struct qda_invoke *inv = qda_pd_begin(pdmap->sess, args, ARRAY_SIZE(args));

	if (IS_ERR(inv))
		return PTR_ERR(inv);

	return qda_pd_finish(pdmap, inv, args,
			     DRM_QDA_SCALARS(QDA_WIRE_INIT_MMAP, 2, 1, 0, 0), result);
}

static int qda_pd_mem_map(struct qda_pdmap *pdmap, struct qda_wire_page *page,
			  __le64 *addr, s32 *result)
{
	struct qda_wire_mem_map in = {
		.client = cpu_to_le32(pdmap->sess->client),
		.tag = cpu_to_le32(pdmap->tag),
		.offset = cpu_to_le32(pdmap->tag_offset),
		.flags = cpu_to_le32(pdmap->flags),
		.wish = cpu_to_le64(pdmap->wish),
		.pages_size = cpu_to_le32(sizeof(*page)),
	};
	const struct qda_pd_arg args[] = {
		{ .in = &in, .size = sizeof(in) },
		{ .in = page, .size = sizeof(*page) },
		{ .size = 0 },
		{ .out = addr, .size = sizeof(*addr) },
	};
	struct qda_invoke *inv = qda_pd_begin(pdmap->sess, args, ARRAY_SIZE(args));

	if (IS_ERR(inv))
		return PTR_ERR(inv);

	return qda_pd_finish(pdmap, inv, args,
			     DRM_QDA_SCALARS(QDA_WIRE_INIT_MEM_MAP, 3, 1, 0, 0), result);
}

/**
 * qda_pd_map() - have a PD map memory of its session
 * @pdmap: what memory, and how; its DSP address is set
 * @result: where the DSP's answer goes
 *
 * Return: 0; -EREMOTEIO if the DSP refused; -ETIMEDOUT; -ERESTARTSYS if the
 * caller was killed; or the error of the session.
 */
int qda_pd_map(struct qda_pdmap *pdmap, s32 *result)
{
	struct qda_wire_page page = {
		.addr = cpu_to_le64(pdmap->map->addr + pdmap->offset),
		.size = cpu_to_le64(pdmap->size),
	};
	__le64 addr = 0;
	int ret;

	if (pdmap->request == DRM_QDA_MAP_LEGACY)
		ret = qda_pd_mmap(pdmap, &page, &addr, result);
	else
		ret = qda_pd_mem_map(pdmap, &page, &addr, result);
	pdmap->dsp_address = le64_to_cpu(addr);

	return ret;
}

/**
 * qda_pd_unmap() - have a PD unmap memory
 * @pdmap: what memory
 * @result: where the DSP's answer goes
 *
 * Return: as qda_pd_map().
 */
int qda_pd_unmap(struct qda_pdmap *pdmap, s32 *result)
{
	bool legacy = pdmap->request == DRM_QDA_MAP_LEGACY;
	struct qda_wire_munmap munmap = {
		.client = cpu_to_le32(pdmap->sess->client),
		.addr = cpu_to_le64(pdmap->dsp_address),
		.size = cpu_to_le64(pdmap->size),
	};
	struct qda_wire_mem_unmap mem_unmap = {
		.client = cpu_to_le32(pdmap->sess->client),
		.tag = cpu_to_le32(pdmap->tag),
		.addr = cpu_to_le64(pdmap->dsp_address),
		.size = cpu_to_le64(pdmap->size),
	};
	const struct qda_pd_arg args[] = {
		{ .in = legacy ? (void *)&munmap : &mem_unmap, .size = sizeof(munmap) },
	};
	u32 method = legacy ? QDA_WIRE_INIT_MUNMAP : QDA_WIRE_INIT_MEM_UNMAP;
	struct qda_invoke *inv = qda_pd_begin(pdmap->sess, args, ARRAY_SIZE(args));

	if (IS_ERR(inv))
		return PTR_ERR(inv);

	return qda_pd_finish(pdmap, inv, args, DRM_QDA_SCALARS(method, 1, 0, 0, 0), result);
}

/**
 * qda_pd_release() - tell the DSP that a session has ended
 * @sess: session, dying
 *
 * The DSP lets go of the PD and all memory of the session before it answers.
 * What the answer says does not matter: a PD that it does not know is no PD, and
 * half an answer is one.
 *
 * Return: whether the DSP has taken the message; then qda_pd_wait_released() is
 * to follow.
 */
bool qda_pd_release(struct qda_session *sess)
{
	struct qda_invoke *inv = qda_session_release_slot(sess);
	__le32 client = cpu_to_le32(sess->client);
	const struct qda_pd_arg args[] = {
		{ .in = &client, .size = sizeof(client) },
	};
	int ret;

	qda_invoke_take(inv);
	ret = qda_pd_fill(inv, args, ARRAY_SIZE(args));
	if (!ret)
		ret = qda_pd_send(inv, args, QDA_WIRE_HANDLE_INIT,
				  DRM_QDA_SCALARS(QDA_WIRE_INIT_RELEASE, 1, 0, 0, 0));
	/* The transport may say that it was not sent, and yet there is an answer. */
	if (!ret || READ_ONCE(inv->answered))
		return true;

	qda_invoke_put(inv);

	return false;
}

/**
 * qda_pd_wait_released() - wait for the answer to qda_pd_release()
 * @sess: session
 * @deadline: when to stop waiting, jiffies
 *
 * Return: whether the DSP has answered. If not, a later answer finds its way to
 * the session.
 */
bool qda_pd_wait_released(struct qda_session *sess, unsigned long deadline)
{
	struct qda_invoke *inv = qda_session_release_slot(sess);
	long left = max_t(long, deadline - jiffies, 0);
	bool answered;

	rcuwait_wait_event_timeout(&inv->wait, READ_ONCE(inv->answered) || READ_ONCE(sess->gone),
				   TASK_UNINTERRUPTIBLE, left);

	/* The last user of the slot sees to the answer, also to one that has just come. */
	if (!atomic_dec_and_test(&inv->users))
		return false;
	answered = inv->answered;
	qda_invoke_recycle(inv);

	return answered;
}

/**
 * qda_pd_capabilities() - ask the DSP for its attributes, unless they are known
 * @sess: session, new or running; no PD is needed
 * @result: where the DSP's answer goes
 *
 * They are the device's then.
 *
 * Return: 0; -EREMOTEIO if the DSP refused; or as qda_pd_attach().
 */
int qda_pd_capabilities(struct qda_session *sess, s32 *result)
{
	struct qda_device *qdev = sess->qdev;
	__le32 count = cpu_to_le32(QDA_WIRE_CAPABILITIES);
	struct qda_pd_arg args[] = {
		{ .in = &count, .size = sizeof(count) },
		{ .size = sizeof(qdev->capabilities) },
	};
	struct qda_invoke *inv;
	void *answer;
	int ret;

	/* Pairs with the release below. */
	if (smp_load_acquire(&qdev->capabilities_known))
		return 0;

	answer = kcalloc(QDA_WIRE_CAPABILITIES, sizeof(__le32), GFP_KERNEL_ACCOUNT);
	if (!answer)
		return -ENOMEM;

	args[1].out = answer;
	inv = qda_pd_begin(sess, args, ARRAY_SIZE(args));
	ret = PTR_ERR_OR_ZERO(inv);
	if (!ret)
		ret = qda_pd_start(inv, sess->pd_type, args, QDA_WIRE_HANDLE_UTILITIES,
				   DRM_QDA_SCALARS(QDA_WIRE_UTILITIES_CAPABILITIES, 1, 1, 0, 0),
				   result);
	if (!ret) {
		/* Others may have asked at the same time: the first answer stays. */
		guard(mutex)(&qdev->capabilities_lock);
		if (!qdev->capabilities_known)
			memcpy(qdev->capabilities, answer, sizeof(qdev->capabilities));
		/* Pairs with the acquire above, and in qda_ioctl_read_capabilities(). */
		smp_store_release(&qdev->capabilities_known, true);
	}
	kfree(answer);

	return ret;
}

/**
 * qda_pd_takes_unsigned() - ask the DSP whether it takes unsigned PDs
 * @sess: session
 *
 * Return: 0 if it does, or does not know the question: then it will refuse the
 * PD, if need be; -EOPNOTSUPP; or as qda_pd_capabilities().
 */
int qda_pd_takes_unsigned(struct qda_session *sess)
{
	s32 result;
	int ret = qda_pd_capabilities(sess, &result);

	if (ret)
		return ret == -EREMOTEIO ? 0 : ret;

	return sess->qdev->capabilities[QDA_WIRE_CAPABILITY_UNSIGNED_PD - 1] ? 0 : -EOPNOTSUPP;
}
