// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/device.h>
#include <linux/export.h>
#include <linux/of.h>
#include <linux/of_reserved_mem.h>
#include <linux/string.h>

#include <drm/drm_drv.h>
#include <drm/drm_file.h>
#include <drm/drm_managed.h>

#include "qda_coredump.h"
#include "qda_debugfs.h"
#include "qda_device.h"
#include "qda_drv.h"
#include "qda_face.h"
#include "qda_rpmsg.h"
#include "qda_session.h"

/**
 * DOC: Devices
 *
 * A device is one DSP while its channel exists. When the DSP stops or
 * crashes, the channel and with it the device go, calls end, and files that
 * are open can only be closed. When it starts again there is a new device.
 */

static void qda_device_fini(struct drm_device *drm, void *data)
{
	struct qda_device *qdev = to_qda_device(drm);

	ida_destroy(&qdev->objects);
	xa_destroy(&qdev->clients);
	xa_destroy(&qdev->invokes);
	cleanup_srcu_struct(&qdev->operations);
}

static int qda_device_read_domain(struct qda_device *qdev, struct device *dev)
{
	const char *label;
	int ret;

	ret = of_property_read_string(dev->of_node, "label", &label);
	if (ret)
		return dev_err_probe(dev, ret, "device tree node has no label\n");
	if (strscpy(qdev->domain, label) < 0)
		return dev_err_probe(dev, -EINVAL, "label \"%s\" is too long\n", label);

	/* Compute DSPs: cdsp, cdsp1, ... and gdsp0, gdsp1. */
	qdev->unsigned_pd = strstarts(label, "cdsp") || strstarts(label, "gdsp");

	return 0;
}

/* Memory for the static PD; most DSPs have none. */
static void qda_device_read_heap(struct qda_device *qdev, struct device *dev)
{
	struct device_node *np = of_parse_phandle(dev->of_node, "memory-region", 0);
	struct reserved_mem *rmem;

	rmem = np ? of_reserved_mem_lookup(np) : NULL;
	if (rmem) {
		qdev->heap_addr = rmem->base;
		qdev->heap_size = rmem->size;
	}
	of_node_put(np);

	qdev->assigned = of_property_present(dev->of_node, "qcom,vmids");
}

/**
 * qda_device_create() - allocate the device of a DSP
 * @dev: device of its channel
 * @soc: properties of the SoC
 *
 * Return: the device, which goes with @dev and the last open file; or an
 * ERR_PTR.
 */
struct qda_device *qda_device_create(struct device *dev, const struct qda_soc *soc)
{
	struct qda_device *qdev;
	int ret;

	qdev = devm_drm_dev_alloc(dev, &qda_driver, struct qda_device, drm);
	if (IS_ERR(qdev))
		return qdev;

	qdev->soc = soc;
	qdev->poll = qda_soc_polls(soc);
	qdev->wq = qda_drv_wq;
	ida_init(&qdev->objects);
	qda_cb_init(&qdev->cbs);
	qda_message_init(&qdev->messages);
	INIT_LIST_HEAD(&qdev->sessions);
	xa_init_flags(&qdev->clients, XA_FLAGS_ALLOC1 | XA_FLAGS_LOCK_IRQ);
	xa_init_flags(&qdev->invokes, XA_FLAGS_ALLOC | XA_FLAGS_LOCK_IRQ);
	ret = init_srcu_struct(&qdev->operations);
	if (ret)
		return ERR_PTR(ret);
	ret = drmm_add_action_or_reset(&qdev->drm, qda_device_fini, NULL);
	if (ret)
		return ERR_PTR(ret);

	ret = drmm_mutex_init(&qdev->drm, &qdev->sessions_lock) ?:
	      drmm_mutex_init(&qdev->drm, &qdev->capabilities_lock) ?:
	      qda_device_read_domain(qdev, dev);
	if (ret)
		return ERR_PTR(ret);

	qda_device_read_heap(qdev, dev);

	return qdev;
}

/**
 * qda_device_register() - make the context banks, then the device node
 * @qdev: device
 *
 * Return: 0, -EPROBE_DEFER if the IOMMU is not there yet, or another error.
 */
int qda_device_register(struct qda_device *qdev)
{
	int ret;

	ret = qda_cb_populate(qdev);
	if (ret)
		return dev_err_probe(qdev->drm.dev, ret, "no usable context bank\n");

	qda_debugfs_init(&qdev->drm);
	ret = drm_dev_register(&qdev->drm, 0);
	if (ret) {
		qda_cb_depopulate(qdev);
		return ret;
	}

	qda_face_add(qdev);

	return 0;
}

/**
 * qda_device_enter() - start an operation that needs the DSP
 * @qdev: device
 * @idx: for qda_device_exit()
 *
 * Does for one device what drm_dev_enter() does for all of them at once. An
 * operation may wait for the DSP for as long as the DSP likes, and that must
 * not keep another device from being unplugged.
 *
 * Return: whether the DSP is there; if not, there is nothing to exit.
 */
bool qda_device_enter(struct qda_device *qdev, int *idx)
{
	*idx = srcu_read_lock(&qdev->operations);
	if (!READ_ONCE(qdev->lost))
		return true;

	srcu_read_unlock(&qdev->operations, *idx);
	return false;
}
EXPORT_SYMBOL_NS_GPL(qda_device_enter, "QDA");

/**
 * qda_device_exit() - end an operation
 * @qdev: device
 * @idx: from qda_device_enter()
 */
void qda_device_exit(struct qda_device *qdev, int idx)
{
	srcu_read_unlock(&qdev->operations, idx);
}
EXPORT_SYMBOL_NS_GPL(qda_device_exit, "QDA");

/*
 * As drm_dev_wedged_event() does, but that one sends from the primary node,
 * which an accel device has not. Nothing has to be done about it: remoteproc
 * restarts the DSP.
 */
static void qda_device_say_wedged(struct qda_device *qdev)
{
	char wedged[] = "WEDGED=none";
	char *envp[2] = { wedged };

	kobject_uevent_env(&qdev->drm.accel->kdev->kobj, KOBJ_CHANGE, envp);
}

/**
 * qda_device_unplug() - undo qda_device_register(), with files open or not
 * @qdev: device
 *
 * All waits end first, then all operations, and nothing starts any more. If
 * the DSP has crashed, what was going on is kept before that.
 */
void qda_device_unplug(struct qda_device *qdev)
{
	if (qda_rpmsg_crashed(qdev)) {
		qda_coredump_crash(qdev);
		qda_device_say_wedged(qdev);
	}
	qda_face_remove(qdev);
	qda_cb_close(&qdev->cbs);
	qda_session_lose_all(qdev);
	synchronize_srcu(&qdev->operations);
	drm_dev_unplug(&qdev->drm);
	qda_session_forget_all(qdev);
	qda_cb_depopulate(qdev);
}
