// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/dma-mapping.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

#include <drm/drm_drv.h>
#include <drm/drm_managed.h>
#include <kunit/device.h>
#include <kunit/test.h>

#include "../qda_drv.h"
#include "../qda_file.h"
#include "../qda_gem.h"
#include "../qda_invoke.h"
#include "../qda_rpmsg.h"
#include "../qda_session.h"
#include "mock_dsp.h"

/**
 * DOC: Mock DSP
 *
 * It takes the place of the transport. Unless it is mute, it answers each
 * message while that is being sent, which is the earliest that the driver has
 * to cope with. A bank is a device of its own, without an IOMMU.
 */

static const struct qda_soc mock_dsp_soc = {
	.sid_shift = 32,
	.dma_bits = 32,
};

/* The one of the test that runs: secure firmware is not told which DSP it is about. */
static struct mock_dsp *mock_dsp_current;

/* qda_device.c takes it for its devices; those of the tests have the system's. */
struct workqueue_struct *qda_drv_wq;

const struct drm_driver qda_driver = {
	.driver_features = DRIVER_GEM | DRIVER_COMPUTE_ACCEL,
	.open = qda_file_open,
	.postclose = qda_file_postclose,
	.gem_create_object = qda_gem_create_object,
	.name = "qda-mock",
	.desc = "DSP for KUnit",
	.major = 1,
};

static void mock_dsp_fini(struct drm_device *drm, void *data)
{
	struct qda_device *qdev = to_qda_device(drm);

	vfree(container_of(qdev, struct mock_dsp, qdev)->dump);
	ida_destroy(&qdev->objects);
	xa_destroy(&qdev->clients);
	xa_destroy(&qdev->invokes);
}

static struct device *mock_dsp_add_device(struct kunit *test, const char *name)
{
	struct device *dev = kunit_device_register(test, name);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, dev);
	KUNIT_ASSERT_EQ(test, dma_coerce_mask_and_coherent(dev, DMA_BIT_MASK(32)), 0);

	return dev;
}

static void mock_dsp_add_banks(struct kunit *test, struct qda_device *qdev)
{
	struct qda_cb_pool *pool = &qdev->cbs;

	for (unsigned int i = 0; i < MOCK_DSP_BANKS; i++)
		pool->banks[i] = (struct qda_cb){
			.dev = mock_dsp_add_device(test, i ? "mock-cb2" : "mock-cb1"),
			.ready = true,
			.sid = i + 1,
			.sessions_max = 1,
		};
	pool->count = MOCK_DSP_BANKS;
}

/**
 * mock_dsp_create() - make a DSP for a test
 * @test: test, at the end of which the DSP goes
 *
 * Return: the DSP.
 */
struct mock_dsp *mock_dsp_create(struct kunit *test)
{
	struct device *dev = mock_dsp_add_device(test, "mock-dsp");
	struct qda_device *qdev;
	struct mock_dsp *dsp;

	dsp = devm_drm_dev_alloc(dev, &qda_driver, struct mock_dsp, qdev.drm);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, dsp);

	dev_set_drvdata(dev, dsp);
	mock_dsp_current = dsp;
	dsp->scm_owners = BIT(QCOM_SCM_VMID_HLOS);
	qdev = &dsp->qdev;
	mutex_init(&qdev->heap.lock);
	qdev->heap.owners = dsp->scm_owners;
	qdev->soc = &mock_dsp_soc;
	qdev->wq = system_dfl_wq;
	ida_init(&qdev->objects);
	qda_cb_init(&qdev->cbs);
	qda_message_init(&qdev->messages);
	INIT_LIST_HEAD(&qdev->sessions);
	xa_init_flags(&qdev->clients, XA_FLAGS_ALLOC1 | XA_FLAGS_LOCK_IRQ);
	xa_init_flags(&qdev->invokes, XA_FLAGS_ALLOC | XA_FLAGS_LOCK_IRQ);
	KUNIT_ASSERT_EQ(test, drmm_add_action_or_reset(&qdev->drm, mock_dsp_fini, NULL), 0);
	KUNIT_ASSERT_EQ(test, drmm_mutex_init(&qdev->drm, &qdev->sessions_lock), 0);
	KUNIT_ASSERT_EQ(test, drmm_mutex_init(&qdev->drm, &qdev->capabilities_lock), 0);
	mock_dsp_add_banks(test, qdev);

	return dsp;
}

/**
 * qda_rpmsg_send() - what the driver sends goes to the mock
 * @qdev: device of the mock
 * @msg: message
 *
 * Return: 0 or what the test wants.
 */
int qda_rpmsg_send(struct qda_device *qdev, const struct qda_wire_msg *msg)
{
	struct mock_dsp *dsp = container_of(qdev, struct mock_dsp, qdev);

	dsp->tries++;
	if (dsp->send_error && dsp->mute)
		return dsp->send_error;

	dsp->messages[dsp->sent++ % MOCK_DSP_MESSAGES] = *msg;
	if (dsp->collect && !--dsp->collect)
		for (unsigned int i = 0; i < dsp->sent; i++)
			mock_dsp_answer_to(dsp, i, dsp->result);
	else if (!dsp->mute)
		mock_dsp_answer(dsp, dsp->result);

	return dsp->send_error;
}

/**
 * qda_rpmsg_crashed() - no test unplugs its DSP
 * @qdev: device of the mock
 *
 * Return: false.
 */
bool qda_rpmsg_crashed(struct qda_device *qdev)
{
	return false;
}

/**
 * qda_rpmsg_processor() - dumps name the mock itself
 * @qdev: device of the mock
 *
 * Return: its device.
 */
struct device *qda_rpmsg_processor(struct qda_device *qdev)
{
	return qdev->drm.dev;
}

/**
 * mock_dsp_last() - the message that came last
 * @dsp: DSP that has got one
 *
 * Return: the message.
 */
const struct qda_wire_msg *mock_dsp_last(const struct mock_dsp *dsp)
{
	return &dsp->messages[(dsp->sent - 1) % MOCK_DSP_MESSAGES];
}

/**
 * mock_dsp_answer() - answer the message that came last
 * @dsp: DSP that has got one
 * @result: result of the call
 */
void mock_dsp_answer(struct mock_dsp *dsp, s32 result)
{
	qda_invoke_answer(&dsp->qdev, le64_to_cpu(mock_dsp_last(dsp)->ctx), result,
			  dsp->malformed);
}

/**
 * mock_dsp_answer_to() - answer any message
 * @dsp: DSP that has got it
 * @message: which, from 0 on; not one that is long past
 * @result: result of the call
 */
void mock_dsp_answer_to(struct mock_dsp *dsp, unsigned int message, s32 result)
{
	qda_invoke_answer(&dsp->qdev,
			  le64_to_cpu(dsp->messages[message % MOCK_DSP_MESSAGES].ctx), result,
			  dsp->malformed);
}

/**
 * mock_dsp_notice() - say what has become of a PD
 * @dsp: DSP
 * @type: of the notice
 * @client: client id
 * @status: see &enum qda_wire_pd_status
 * @len: bytes of it that are sent
 */
void mock_dsp_notice(struct mock_dsp *dsp, u32 type, u32 client, u32 status, u32 len)
{
	const struct qda_wire_notice notice = {
		.ctx = cpu_to_le64(QDA_WIRE_NOTICE_CTX),
		.type = cpu_to_le32(type),
		.client = cpu_to_le32(client),
		.status = cpu_to_le32(status),
	};

	qda_message_receive(&dsp->qdev, &notice, len);
}

/**
 * mock_dsp_dump() - keep a core dump, in place of dev_coredumpv()
 * @dev: device that the dump is of
 * @data: the dump, taken over
 * @size: its bytes
 * @gfp: not needed
 */
void mock_dsp_dump(struct device *dev, void *data, size_t size, gfp_t gfp)
{
	struct mock_dsp *dsp = mock_dsp_current;

	vfree(dsp->dump);
	dsp->dump = data;
	dsp->dump_size = size;
}

/**
 * mock_dsp_scm_is_available() - whether secure firmware can be asked
 *
 * Return: what the test wants.
 */
bool mock_dsp_scm_is_available(void)
{
	return mock_dsp_current->scm;
}

/**
 * mock_dsp_scm_assign() - in place of secure firmware
 * @addr: physical address
 * @size: bytes
 * @owners: mask of the owners of the memory, and of its next ones
 * @to: who gets it
 * @count: how many
 *
 * Return: 0, what the test wants, or -EINVAL if the caller has the wrong idea of its owners.
 */
int mock_dsp_scm_assign(phys_addr_t addr, size_t size, u64 *owners,
			const struct qcom_scm_vmperm *to, unsigned int count)
{
	struct mock_dsp *dsp = mock_dsp_current;

	dsp->scm_calls++;
	if (dsp->scm_error)
		return dsp->scm_error;
	if (addr != dsp->qdev.heap.addr || size != dsp->qdev.heap.size ||
	    *owners != dsp->scm_owners)
		return -EINVAL;

	*owners = 0;
	for (unsigned int i = 0; i < count; i++)
		*owners |= BIT(to[i].vmid);
	dsp->scm_owners = *owners;

	return 0;
}

/**
 * mock_dsp_expect_clean() - fail a test that has left something
 * @test: test
 * @dsp: DSP whose sessions are all closed
 */
void mock_dsp_expect_clean(struct kunit *test, struct mock_dsp *dsp)
{
	struct qda_device *qdev = &dsp->qdev;

	KUNIT_EXPECT_EQ(test, qda_session_count(qdev), 0);
	KUNIT_EXPECT_EQ(test, qda_cb_taken(&qdev->cbs), 0);
	KUNIT_EXPECT_TRUE(test, xa_empty(&qdev->clients));
	KUNIT_EXPECT_TRUE(test, xa_empty(&qdev->invokes));
	KUNIT_EXPECT_EQ(test, atomic_read(&qdev->count.objects), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&qdev->count.mappings), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&qdev->count.calls), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&qdev->count.orphans), 0);
}
