@org.jspecify.annotations.NullMarked
package dev.plait.tests.doctor;
