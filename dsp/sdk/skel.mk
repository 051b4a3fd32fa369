# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# For the Makefile of a library of your own:
#
#	include .../dsp/sdk/skel.mk
#	libhello_skel.so: hello.c more.cc fast.S there.o libmath.a
#
# Sources in C and C++, assembler, objects, archives and shared libraries become a part of
# it; headers are what it depends on. SKEL_CFLAGS are more options of yours. With
# SKEL_CHECKS=1 undefined behaviour ends the process on the DSP where it happens.
#
# An .idl among them is compiled by qda-idl, and the skeletons of its interfaces become
# a part of the library:
#
#	libhello_skel.so: hello.idl hello_imp.c
#
# hello.h and hello_stub.c, for the program, are made of hello.idl when they are asked
# for. SKEL_IDLFLAGS are options of yours for qda-idl.

SKEL_DIR := $(dir $(lastword $(MAKEFILE_LIST)))
SKEL_CC ?= clang-19
SKEL_IDL ?= $(firstword $(wildcard $(SKEL_DIR)../../build/host/idl/qda-idl) qda-idl)
SKEL_SDK := $(wildcard $(addprefix $(SKEL_DIR),*.c *.h *.S *.cfg *.ld skel.mk include/*.h \
	include/*/*.h compat/*.h))
SKEL_PARTS := %.c %.cc %.cpp %.cxx %.S %.s %.o %.a %.so %.idl
SKEL_HEADERS := %.h %.hh %.hpp %.hxx %.inc

# What a library of these files is made of; an error if one of them is nothing known.
skel_parts = $(if $(filter-out $(SKEL_PARTS) $(SKEL_HEADERS),$1),$(error $@: what is \
	'$(filter-out $(SKEL_PARTS) $(SKEL_HEADERS),$1)'? A library is made of files $(subst \
	%,,$(SKEL_PARTS))))$(or $(filter $(SKEL_PARTS),$1),$(error $@: name its sources, as in \
	'$@: hello.c'))

# What qda-idl makes of the .idl files of a library lies in a folder of its own.
skel_idl = $(SKEL_IDL) $(SKEL_IDLFLAGS)

lib%_skel.so: $(SKEL_SDK)
	$(if $(filter %.idl,$^),rm -rf $(@D)/$*_idl && mkdir $(@D)/$*_idl && \
		$(skel_idl) -o $(@D)/$*_idl $(filter %.idl,$^))
	$(SKEL_CC) --config=$(SKEL_DIR)skel.cfg $(if $(SKEL_CHECKS),--config=$(SKEL_DIR)checks.cfg) \
		-Wl,-soname,$(@F) $(if $(filter %.idl,$^),-I$(@D)/$*_idl) $(SKEL_CFLAGS) \
		$(filter-out %.idl,$(call skel_parts,$(filter-out $(SKEL_SDK),$^))) \
		$(if $(filter %.idl,$^),$(@D)/$*_idl/*_skel.c) -o $@

%.h %_stub.c: %.idl
	$(skel_idl) -o $(@D) $<
