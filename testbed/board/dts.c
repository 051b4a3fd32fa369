// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors

/*
 * The device tree of the board: a second root node, to be appended to the
 * source of QEMU's own tree. References by path resolve against the phandles
 * that QEMU numbered; no overlay and no symbols are needed.
 *
 * Bindings: qcom,smem, qcom,tcsr-mutex, qcom,apcs-kpss-global, qcom,smp2p,
 * qcom,sc7280-adsp-pil, qcom,glink-edge and qcom,fastrpc of Linux 7.3.
 */

#include "board.h"
#include "tool.h"

#include <inttypes.h>

#define DTS_GIC		"&{/intc@8000000}"
#define DTS_SMMU	"&{/smmuv3@9050000}"
#define DTS_EDGE	1		/* edge-triggered, rising */

static void dts_reg(FILE *out, const char *indent, const struct board_window *w)
{
	fprintf(out, "%sreg = <0 0x%" PRIx64 " 0 0x%" PRIx64 ">;\n", indent, w->base, w->size);
}

/*
 * no-map: arm64 refuses to ioremap RAM that is in the linear map, and a no-map
 * region is one that the drivers may claim pieces of as register windows.
 */
static void dts_reserved(const struct board *b, FILE *out)
{
	fprintf(out, "\treserved-memory {\n"
		"\t\t#address-cells = <2>;\n"
		"\t\t#size-cells = <2>;\n"
		"\t\tranges;\n\n"
		"\t\tsmem@%" PRIx64 " {\n"
		"\t\t\tcompatible = \"qcom,smem\";\n", b->smem.base);
	dts_reg(out, "\t\t\t", &b->smem);
	fprintf(out, "\t\t\tno-map;\n"
		"\t\t\thwlocks = <&tcsr_mutex 3>;\n"
		"\t\t};\n\n"
		"\t\tregisters@%" PRIx64 " {\n", b->registers.base);
	dts_reg(out, "\t\t\t", &b->registers);
	fprintf(out, "\t\t\tno-map;\n\t\t};\n");
	for (unsigned int i = 0; i < b->dsp_count; i++) {
		const struct board_dsp *d = &b->dsp[i];

		fprintf(out, "\n\t\t%s_memory: dsp@%" PRIx64 " {\n", d->label, d->memory.base);
		dts_reg(out, "\t\t\t", &d->memory);
		fprintf(out, "\t\t\tno-map;\n\t\t};\n");
	}
	fprintf(out, "\t};\n\n");
}

/*
 * The mailbox writes 1 << channel to offset 8 of its window: that is the data
 * register of the second UART, so each kick is one byte to the vDSP.
 */
static void dts_platform(const struct board *b, FILE *out)
{
	uint64_t mailbox = BOARD_UART1_BASE - 8;

	fprintf(out, "\ttcsr_mutex: hwlock@%" PRIx64 " {\n"
		"\t\tcompatible = \"qcom,tcsr-mutex\";\n", b->mutex.base);
	dts_reg(out, "\t\t", &b->mutex);
	fprintf(out, "\t\t#hwlock-cells = <1>;\n"
		"\t};\n\n"
		"\tapcs: mailbox@%" PRIx64 " {\n"
		"\t\tcompatible = \"qcom,msm8994-apcs-kpss-global\";\n"
		"\t\treg = <0 0x%" PRIx64 " 0 0x100>;\n"
		"\t\t#mbox-cells = <1>;\n"
		"\t};\n\n"
		"\txo: xo-clk {\n"
		"\t\tcompatible = \"fixed-clock\";\n"
		"\t\t#clock-cells = <0>;\n"
		"\t\tclock-frequency = <19200000>;\n"
		"\t};\n\n"
		"\taoss_cc: reset-controller@%" PRIx64 " {\n"
		"\t\tcompatible = \"qcom,sdm845-aoss-cc\";\n", mailbox, mailbox, b->aoss.base);
	dts_reg(out, "\t\t", &b->aoss);
	fprintf(out, "\t\t#reset-cells = <1>;\n\t};\n\n");
}

static void dts_smp2p(const struct board_dsp *d, FILE *out)
{
	fprintf(out, "\t%s_halt: syscon@%" PRIx64 " {\n"
		"\t\tcompatible = \"syscon\";\n", d->label, d->halt.base);
	dts_reg(out, "\t\t", &d->halt);
	fprintf(out, "\t};\n\n"
		"\tsmp2p-%s {\n"
		"\t\tcompatible = \"qcom,smp2p\";\n"
		"\t\tqcom,smem = <%u>, <%u>;\n"
		"\t\tinterrupts-extended = <%s 0 %u %u>;\n"
		"\t\tmboxes = <&apcs %u>;\n"
		"\t\tqcom,local-pid = <0>;\n"
		"\t\tqcom,remote-pid = <%u>;\n\n"
		"\t\t%s_out: master-kernel {\n"
		"\t\t\tqcom,entry-name = \"master-kernel\";\n"
		"\t\t\t#qcom,smem-state-cells = <1>;\n"
		"\t\t};\n\n"
		"\t\t%s_in: slave-kernel {\n"
		"\t\t\tqcom,entry-name = \"slave-kernel\";\n"
		"\t\t\tinterrupt-controller;\n"
		"\t\t\t#interrupt-cells = <2>;\n"
		"\t\t};\n"
		"\t};\n\n",
		d->label, d->item_smp2p_in, d->item_smp2p_out, DTS_GIC, d->spi_smp2p, DTS_EDGE,
		d->mbox_smp2p, d->pid, d->label, d->label);
}

static void dts_fastrpc(const struct board *b, const struct board_dsp *d, FILE *out)
{
	fprintf(out, "\t\t\tfastrpc {\n"
		"\t\t\t\tcompatible = \"qcom,%s\";\n"
		"\t\t\t\tqcom,glink-channels = \"fastrpcglink-apps-dsp\";\n"
		"\t\t\t\tlabel = \"%s\";\n"
		"%s%s"
		"\t\t\t\t#address-cells = <1>;\n"
		"\t\t\t\t#size-cells = <0>;\n",
		b->sid_shift == 56 ? "kaanapali-fastrpc" : "fastrpc", d->label,
		d->non_secure ? "\t\t\t\tqcom,non-secure-domain;\n" : "",
		d->vmids ? "\t\t\t\tqcom,vmids = <22>;\n" : "");
	for (unsigned int sid = 1; sid <= d->banks; sid++) {
		fprintf(out, "\n\t\t\t\tcompute-cb@%u {\n"
			"\t\t\t\t\tcompatible = \"qcom,fastrpc-compute-cb\";\n"
			"\t\t\t\t\tiommus = <%s 0x%x>;\n",
			sid, d->late_iommu && sid == 2 ? "&late_iommu" : DTS_SMMU,
			d->stream_base | sid);
		if (!d->no_reg)
			fprintf(out, "\t\t\t\t\treg = <%u>;\n", sid);
		if (d->sessions > 1)
			fprintf(out, "\t\t\t\t\tqcom,nsessions = <%u>;\n", d->sessions);
		fprintf(out, "%s\t\t\t\t};\n", b->coherent ? "\t\t\t\t\tdma-coherent;\n" : "");
	}
	/* No driver knows it, so who waits for it waits for ever. */
	if (d->late_iommu)
		fprintf(out, "\n\t\t\t\tlate_iommu: iommu {\n"
			"\t\t\t\t\tcompatible = \"qda,late-iommu\";\n"
			"\t\t\t\t\t#iommu-cells = <1>;\n"
			"\t\t\t\t};\n");
	fprintf(out, "\t\t\t};\n");
}

/*
 * sc7280-adsp-pil for each DSP: the one remoteproc of the family that needs
 * neither a power domain nor SCM calls. The edge says which DSP it is.
 */
static void dts_remoteproc(const struct board *b, const struct board_dsp *d, FILE *out)
{
	fprintf(out, "\tremoteproc@%" PRIx64 " {\n"
		"\t\tcompatible = \"qcom,sc7280-adsp-pil\";\n", d->regs.base);
	dts_reg(out, "\t\t", &d->regs);
	fprintf(out, "\t\tfirmware-name = \"vdsp-%s.mbn\";\n"
		"\t\tinterrupts-extended = <%s 0 %u %u>, <&%s_in 0 1>, <&%s_in 1 1>,\n"
		"\t\t\t\t      <&%s_in 2 1>, <&%s_in 3 1>;\n"
		"\t\tinterrupt-names = \"wdog\", \"fatal\", \"ready\", \"handover\", \"stop-ack\";\n"
		"\t\tclocks = <&xo>, <&xo>;\n"
		"\t\tclock-names = \"xo\", \"gcc_cfg_noc_lpass\";\n"
		"\t\tresets = <&aoss_cc %u>;\n"
		"\t\treset-names = \"restart\";\n"
		"\t\tqcom,halt-regs = <&%s_halt 0>;\n"
		"\t\tmemory-region = <&%s_memory>;\n"
		"\t\tqcom,smem-states = <&%s_out 0>;\n"
		"\t\tqcom,smem-state-names = \"stop\";\n"
		"\t\tiommus = <%s 0x%x>;\n"
		"%s\n",
		d->label, DTS_GIC, d->spi_watchdog, DTS_EDGE, d->label, d->label, d->label,
		d->label, d->reset, d->label, d->label, d->label, DTS_SMMU, d->stream_firmware,
		b->coherent ? "\t\tdma-coherent;\n" : "");
	fprintf(out, "\t\tglink-edge {\n"
		"\t\t\tlabel = \"%s\";\n"
		"\t\t\tqcom,remote-pid = <%u>;\n"
		"\t\t\tmboxes = <&apcs %u>;\n"
		"\t\t\tinterrupts-extended = <%s 0 %u %u>;\n\n",
		d->label, d->pid, d->mbox_glink, DTS_GIC, d->spi_glink, DTS_EDGE);
	dts_fastrpc(b, d, out);
	fprintf(out, "\t\t};\n\t};\n");
}

/**
 * board_write_dts() - Write the board's root node as device tree source.
 * @out: where to; the caller checks it for write errors
 */
void board_write_dts(const struct board *b, FILE *out)
{
	fprintf(out, "\n/* Written by `board dts` from %s.board. */\n/ {\n", b->name);
	/* fastrpc.c allows poll mode by the machine's name. */
	if (b->poll)
		fprintf(out, "\tcompatible = \"linux,dummy-virt\", \"qcom,sm8650\";\n\n");
	dts_reserved(b, out);
	dts_platform(b, out);
	for (unsigned int i = 0; i < b->dsp_count; i++) {
		dts_smp2p(&b->dsp[i], out);
		dts_remoteproc(b, &b->dsp[i], out);
		if (i + 1 < b->dsp_count)
			fputc('\n', out);
	}
	fprintf(out, "};\n");
}
