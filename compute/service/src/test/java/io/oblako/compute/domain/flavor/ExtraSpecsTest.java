package io.oblako.compute.domain.flavor;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.kernel.error.CloudException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtraSpecsTest {

    @ParameterizedTest
    @CsvSource({
        "hw:cpu_policy,dedicated", "hw:numa_nodes,2", "quota:disk_io_limit,100", "quota:cpu_quota,-1",
        "trait:COMPUTE_ACCEL_KVM,required", "resources:VCPU,4", "hw_rng:allowed,True", "mine:anything,at all",
        "no_namespace,free", "hw:mem_page_size,large"
    })
    void aSpecThatMeansSomethingPasses(String key, String value) {
        assertThatCode(() -> ExtraSpecs.check(key, value)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "hw:cpu_policy,sometimes", "hw:numa_nodes,0", "hw:numa_nodes,-1", "quota:cpu_shares,-1000000000",
        "trait:COMPUTE_ACCEL_KVM,maybe", "hw:nonsense,1", "hw:cpu_sockets,1000000000", "resources:VCPU,many"
    })
    void CMP_11_aSpecThatCannotBeIsRefused(String key, String value) {
        assertThatThrownBy(() -> ExtraSpecs.check(key, value))
                .isInstanceOf(CloudException.class)
                .hasMessageContaining("Validation failed")
                .hasMessageContaining(key);
    }
}
