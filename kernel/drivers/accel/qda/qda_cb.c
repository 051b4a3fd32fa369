// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/dma-mapping.h>
#include <linux/of.h>
#include <linux/platform_device.h>
#include <linux/property.h>
#include <linux/string.h>

#include <drm/drm_file.h>

#include "qda_cb.h"
#include "qda_deadline.h"
#include "qda_device.h"

/**
 * DOC: Context banks
 *
 * The DSP has one IOMMU stream per context bank, and so one address space.
 * The device tree lists the banks below the channel's node::
 *
 *	fastrpc {
 *		compatible = "qcom,fastrpc";
 *		compute-cb@1 {
 *			compatible = "qcom,fastrpc-compute-cb";
 *			reg = <1>;			<- the SID
 *			iommus = <&smmu 0x2161 0>;	<- its stream
 *		};
 *	};
 *
 *	address on the bus:  | SID | IOVA |
 *
 * The DSP puts the SID of the address it was given on the bus, and the IOMMU
 * takes it from there. So the bank is the DMA master: memory for the DSP is
 * allocated for, or mapped for, the bank's device and no other.
 *
 * Each bank is a platform device, for only the driver core sets up the DMA of
 * a device. The devices are made here, with the driver named, because the
 * FastRPC driver would bind any device of their compatible and take our data
 * for its own.
 */

#define QDA_CB_DRIVER "qda-cb"

static struct platform_device *qda_cb_alloc_device(struct qda_device *qdev,
						   struct device_node *np, u32 sid)
{
	struct platform_device *pdev;
	char name[32];
	int ret;

	snprintf(name, sizeof(name), "accel%d-cb", qdev->drm.accel->index);
	pdev = platform_device_alloc(name, sid);
	if (!pdev)
		return ERR_PTR(-ENOMEM);

	pdev->dev.parent = qdev->drm.dev;
	device_set_node(&pdev->dev, fwnode_handle_get(of_fwnode_handle(np)));
	ret = device_set_driver_override(&pdev->dev, QDA_CB_DRIVER);
	if (ret) {
		platform_device_put(pdev);
		return ERR_PTR(ret);
	}

	return pdev;
}

/*
 * The bank is ready when its driver is bound, see qda_cb_probe(): mostly when
 * this returns. If not, its IOMMU has yet to come, and the driver core waits
 * for it: that costs this bank, but neither the others nor the DSP.
 */
static int qda_cb_add(struct qda_device *qdev, struct device_node *np)
{
	struct qda_cb_pool *pool = &qdev->cbs;
	struct qda_cb *cb = &pool->banks[pool->count];
	struct platform_device *pdev;
	int ret;

	if (pool->count == QDA_CBS_MAX)
		return -E2BIG;

	/* No SID is not SID 0: with a wrong one the DSP faults at each access. */
	ret = of_property_read_u32(np, "reg", &cb->sid);
	if (ret)
		return dev_err_probe(qdev->drm.dev, ret, "%pOF has no reg\n", np);

	cb->sessions_max = 1;
	of_property_read_u32(np, "qcom,nsessions", &cb->sessions_max);

	pdev = qda_cb_alloc_device(qdev, np, cb->sid);
	if (IS_ERR(pdev))
		return PTR_ERR(pdev);

	cb->dev = &pdev->dev;
	/* All banks of a DSP are wired alike, so each speaks for all. */
	qdev->coherent = device_get_dma_attr(cb->dev) == DEV_DMA_COHERENT;

	pool->count++;
	ret = platform_device_add(pdev);
	if (ret) {
		pool->count--;
		platform_device_put(pdev);
	}

	return ret;
}

/**
 * qda_cb_init() - set up an empty pool
 * @pool: banks of a DSP
 */
void qda_cb_init(struct qda_cb_pool *pool)
{
	spin_lock_init(&pool->lock);
	init_waitqueue_head(&pool->wait);
}

/**
 * qda_cb_depopulate() - remove the devices of all context banks
 * @qdev: DSP, unplugged; no session has memory mapped for a bank
 */
void qda_cb_depopulate(struct qda_device *qdev)
{
	struct qda_cb_pool *pool = &qdev->cbs;

	for (unsigned int i = 0; i < pool->count; i++)
		platform_device_unregister(to_platform_device(pool->banks[i].dev));
	pool->count = 0;
}

/**
 * qda_cb_populate() - make the devices of all context banks of a DSP
 * @qdev: DSP, not yet registered
 *
 * Nothing here asks for another probe of the channel: a device that has made
 * children must not do that. Banks whose IOMMU comes later become ready then.
 *
 * Return: 0, -ENODEV if the device tree lists no bank, or another error. No bank
 * is left on error.
 */
int qda_cb_populate(struct qda_device *qdev)
{
	struct device_node *np;
	int ret = -ENODEV;

	for_each_available_child_of_node(qdev->drm.dev->of_node, np) {
		if (!of_device_is_compatible(np, "qcom,fastrpc-compute-cb"))
			continue;

		ret = qda_cb_add(qdev, np);
		if (ret) {
			of_node_put(np);
			break;
		}
	}

	if (ret)
		qda_cb_depopulate(qdev);

	return ret;
}

static bool qda_cb_usable(const struct qda_cb *cb, kuid_t owner)
{
	if (!cb->ready || !cb->sessions)
		return cb->ready;

	return cb->sessions < cb->sessions_max && uid_eq(cb->owner, owner);
}

static struct qda_cb *qda_cb_take(struct qda_cb_pool *pool, kuid_t owner)
{
	struct qda_cb *best = NULL;

	guard(spinlock)(&pool->lock);

	for (unsigned int i = 0; i < pool->count; i++) {
		struct qda_cb *cb = &pool->banks[i];

		if (qda_cb_usable(cb, owner) && (!best || cb->sessions < best->sessions))
			best = cb;
	}

	if (best) {
		best->sessions++;
		best->owner = owner;
	}

	return best;
}

/**
 * qda_cb_get() - take a context bank for a session
 * @pool: banks of the DSP
 * @owner: user that the session works for
 * @deadline: when to stop waiting for one, ns of CLOCK_MONOTONIC; 0 is never
 *
 * An unused bank is preferred. A bank is shared only if the device tree lets
 * it be, and only by sessions of one user: they share an address space.
 *
 * Return: the bank, or an ERR_PTR: -EUSERS if none is free, -ECONNRESET if
 * the pool was closed, -ERESTARTSYS after a signal before the deadline.
 */
struct qda_cb *qda_cb_get(struct qda_cb_pool *pool, kuid_t owner, s64 deadline)
{
	struct qda_cb *cb = NULL;
	long ret;

	ret = qda_deadline_sleep(TASK_INTERRUPTIBLE, pool->wait,
				 READ_ONCE(pool->closed) || (cb = qda_cb_take(pool, owner)),
				 deadline);
	if (cb)
		return cb;
	if (ret < 0 && qda_deadline_left(deadline))
		return ERR_PTR(ret);

	return ERR_PTR(ret > 0 ? -ECONNRESET : -EUSERS);
}

/**
 * qda_cb_put() - give a context bank back
 * @pool: banks of the DSP
 * @cb: bank, with nothing of the session left in its address space
 */
void qda_cb_put(struct qda_cb_pool *pool, struct qda_cb *cb)
{
	spin_lock(&pool->lock);
	cb->sessions--;
	spin_unlock(&pool->lock);
	wake_up(&pool->wait);
}

/**
 * qda_cb_close() - let no session take a bank or wait for one any more
 * @pool: banks of the DSP
 */
void qda_cb_close(struct qda_cb_pool *pool)
{
	WRITE_ONCE(pool->closed, true);
	wake_up_all(&pool->wait);
}

/**
 * qda_cb_set_ready() - let sessions have a bank, or no more of them
 * @pool: banks of the DSP
 * @cb: bank
 * @ready: whether its IOMMU is there
 */
void qda_cb_set_ready(struct qda_cb_pool *pool, struct qda_cb *cb, bool ready)
{
	spin_lock(&pool->lock);
	cb->ready = ready;
	spin_unlock(&pool->lock);
	wake_up(&pool->wait);
}

/**
 * qda_cb_count() - how many banks are ready
 * @pool: banks of the DSP
 *
 * Return: the number.
 */
unsigned int qda_cb_count(struct qda_cb_pool *pool)
{
	unsigned int count = 0;

	guard(spinlock)(&pool->lock);
	for (unsigned int i = 0; i < pool->count; i++)
		count += pool->banks[i].ready;

	return count;
}

/**
 * qda_cb_sessions_max() - how many sessions the banks that are ready can serve
 * @pool: banks of the DSP
 *
 * Return: the number, if all sessions that share a bank are of one user.
 */
unsigned int qda_cb_sessions_max(struct qda_cb_pool *pool)
{
	unsigned int sum = 0;

	guard(spinlock)(&pool->lock);
	for (unsigned int i = 0; i < pool->count; i++)
		if (pool->banks[i].ready)
			sum += pool->banks[i].sessions_max;

	return sum;
}

/**
 * qda_cb_taken() - how many banks sessions have
 * @pool: banks of the DSP
 *
 * Return: the number.
 */
unsigned int qda_cb_taken(struct qda_cb_pool *pool)
{
	unsigned int taken = 0;

	guard(spinlock)(&pool->lock);
	for (unsigned int i = 0; i < pool->count; i++)
		taken += !!pool->banks[i].sessions;

	return taken;
}

static struct qda_cb *qda_cb_find(struct qda_cb_pool *pool, const struct device *dev)
{
	for (unsigned int i = 0; i < pool->count; i++)
		if (pool->banks[i].dev == dev)
			return &pool->banks[i];

	return NULL;
}

/* The driver core has set up the DMA of the device, which may have taken time. */
static int qda_cb_probe(struct platform_device *pdev)
{
	struct qda_device *qdev = dev_get_drvdata(pdev->dev.parent);
	struct qda_cb *cb = qda_cb_find(&qdev->cbs, &pdev->dev);
	int ret;

	/* The driver core gives up some time, but the DSP's addresses need it. */
	if (of_property_present(pdev->dev.of_node, "iommus") && !device_iommu_mapped(&pdev->dev))
		return -EPROBE_DEFER;

	ret = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(qdev->soc->dma_bits));
	if (ret)
		return ret;
	/* Whatever its size, an object has to be one range for the DSP. */
	dma_set_max_seg_size(&pdev->dev, UINT_MAX);

	qda_cb_set_ready(&qdev->cbs, cb, true);

	return 0;
}

static void qda_cb_remove(struct platform_device *pdev)
{
	struct qda_device *qdev = dev_get_drvdata(pdev->dev.parent);

	qda_cb_set_ready(&qdev->cbs, qda_cb_find(&qdev->cbs, &pdev->dev), false);
}

static struct platform_driver qda_cb_driver = {
	.probe = qda_cb_probe,
	.remove = qda_cb_remove,
	.driver = {
		.name = QDA_CB_DRIVER,
		/* So that a bank whose IOMMU is there is ready when the node comes. */
		.probe_type = PROBE_FORCE_SYNCHRONOUS,
		.suppress_bind_attrs = true,
	},
};

/**
 * qda_cb_driver_register() - register the driver of context banks
 *
 * Return: 0 or an error.
 */
int qda_cb_driver_register(void)
{
	return platform_driver_register(&qda_cb_driver);
}

/**
 * qda_cb_driver_unregister() - undo qda_cb_driver_register()
 */
void qda_cb_driver_unregister(void)
{
	platform_driver_unregister(&qda_cb_driver);
}
