tea = Tea
cold = The tea is cold
yes = Yes
